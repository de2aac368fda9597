const words: Record<string, string> = { vm: "VM", qemu: "QEMU VM", lxc: "LXC container", ip: "IP address" };

/** A backend's own word for what an object is or how it went, as people read it: `virtual_disk` is a virtual disk. */
export function backendWords(kind: string): string {
  const plain = kind.replace(/[-_.]+/g, " ").trim();
  return words[kind] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
