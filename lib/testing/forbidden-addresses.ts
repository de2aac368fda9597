/** Addresses that no endpoint may lead to, in every way to write them. */

/** IPv4 addresses that are never used: link-local, metadata, multicast, broadcast, unspecified. */
export const neverIpv4 = [
  ...["169.254.169.254", "169.254.170.2", "169.254.0.23", "169.254.0.0", "169.254.255.255", "100.100.100.200"],
  ...["192.0.0.192", "168.63.129.16", "0.0.0.0", "0.1.2.3", "0.255.255.255", "224.0.0.1", "224.0.0.251"],
  ...["232.1.1.1", "239.255.255.250", "239.255.255.255", "255.255.255.255"],
];
const bytesOf = (address: string) => address.split(".").map(Number);
const hex = (address: string) => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};
/** Every way to write an IPv4 address inside an IPv6 one. */
export const insideIpv6: ((address: string) => string)[] = [
  (address) => `::ffff:${address}`,
  (address) => `::ffff:${hex(address)}`,
  (address) => `0:0:0:0:0:FFFF:${hex(address)}`,
  (address) => `::ffff:0:${address}`,
  (address) => `64:ff9b::${address}`,
  (address) => `64:ff9b::${hex(address)}`,
  (address) => `2002:${hex(address)}::1`,
  (address) => `fd12:3456:789a:1:0:5efe:${hex(address)}`,
  (address) => `fd12:3456:789a:1:200:5efe:${hex(address)}`,
];
export const neverIpv6 = [
  ...["::", "::2", "::169.254.169.254", "::a9fe:a9fe", "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fe80::1%eth0"],
  ...["ff00::", "ff02::1", "ff05::1:3", "ff0e::1", "fd00:ec2::254", "fd00:ec2::253", "fd00:ec2::123"],
  ...["fd00:42::42", "fd20:ce::254", "FD00:EC2:0:0:0:0:0:254", "[fd00:ec2::254]", "[fe80::1]", "[::]"],
  ...["64:ff9b:1::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::", "2001:0:4136:e378:8000:63bf:5601:5601", "2001::1"],
];
export const wrapped = neverIpv4.flatMap((address) => insideIpv6.map((wrap) => wrap(address)));

/** The spellings of an IPv4 address that are no address to look at. */
export const spellings = (address: string): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address);
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const octal = (value: number) => `0${value.toString(8)}`;
  return [
    String(number),
    `0x${number.toString(16)}`,
    `0X${number.toString(16).toUpperCase()}`,
    octal(number),
    [a, b, c, d].map(octal).join("."),
    [a, b, c, d].map((value) => `0x${value.toString(16)}`).join("."),
    `${a}.${((b << 16) | (c << 8) | d) >>> 0}`,
    `${a}.${b}.${(c << 8) | d}`,
    `${address}.`,
    [...address].map((char) => (/\d/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char)).join(""),
  ];
};
export const disguised = ["169.254.169.254", "100.100.100.200", "127.0.0.1", "192.168.1.10", "8.8.8.8"].flatMap(
  spellings,
);

/** Loopback in every way to write it: where a canary of a test listens while its policy leaves loopback out. */
export const loopback = [
  ...["127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001"],
  ...["127.0.0.1.", "127.000.000.001", "0", "0.0.0.0", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::", "[::]"],
  ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::1", "localhost"],
  ...["localhost.", "LOCALHOST", "user@127.0.0.1", "user:pass@127.0.0.1", "10.0.0.1@127.0.0.1", "127.0.0.1:80"],
  ...["127.0.0.1/", "127.0.0.1#10.0.0.1", "127.0.0.1?x=10.0.0.1", "http://127.0.0.1", "//127.0.0.1", "127。0。0。1"],
  ...["①②⑦.⓪.⓪.①", "127.0.0.1%00.example.org", "127.0.0.1 ", "\t127.0.0.1", "127.0.0.1\\@10.0.0.1"],
];
