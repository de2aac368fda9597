import list from "./common-passwords.json" with { type: "json" };

/** Stems of the commonest passwords; repeating one or adding digits and signs does not make it a good one. */
const STEMS = [
  "password",
  "passwort",
  "passw0rd",
  "p@ssword",
  "p@ssw0rd",
  "qwertyuiop",
  "qwerty",
  "qwertz",
  "azerty",
  "asdfghjkl",
  "asdfgh",
  "zxcvbnm",
  "1q2w3e4r5t",
  "1q2w3e4r",
  "1qaz2wsx3edc",
  "1qaz2wsx",
  "administrator",
  "admin",
  "letmein",
  "welcome",
  "iloveyou",
  "monkey",
  "dragon",
  "football",
  "baseball",
  "superman",
  "batman",
  "trustno1",
  "sunshine",
  "princess",
  "master",
  "shadow",
  "michael",
  "jennifer",
  "changeme",
  "changeit",
  "default",
  "secret",
  "proxmox",
  "netbox",
  "proxbox",
  "root",
  "toor",
  "test",
  "guest",
  "abc123",
  "abcdefghijkl",
  "abcdefgh",
  "abcdef",
  "computer",
  "internet",
  "whatever",
  "starwars",
  "pokemon",
  "correcthorsebatterystaple",
].sort((a, b) => b.length - a.length);

const LISTED: ReadonlySet<string> = new Set(list.passwords.split(" "));

const DIGITS = /^[\d\W_]*$/;

/** One that many people use, or one of the commonest however often repeated and whatever digits and signs stand around it. */
export function isCommonPassword(password: string): boolean {
  let rest = password.normalize("NFKC").toLowerCase();
  if (LISTED.has(rest)) return true;
  for (const stem of STEMS) rest = rest.replaceAll(stem, "");
  const isOnlyStems = DIGITS.test(rest) && rest.length <= 6;
  return isOnlyStems || isRepeated(password) || isSequence(password);
}

const isRepeated = (text: string): boolean => new Set(text).size <= 3;

function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.charCodeAt(0));
  const steps = codes.slice(1).filter((code, index) => Math.abs(code - (codes[index] ?? 0)) <= 1);
  return steps.length >= codes.length - 3;
}
