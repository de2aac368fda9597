import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";

export type TestCertificate = { key: string; cert: string; caFile: string; remove: () => void };

/** A self-signed certificate for `localhost` (or another name) and 127.0.0.1, also as a CA file on disk. */
export async function testCertificate(name = "localhost"): Promise<TestCertificate> {
  const pem = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: name },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, pem.cert);
  return { key: pem.private, cert: pem.cert, caFile, remove: () => rmSync(folder, { recursive: true }) };
}
