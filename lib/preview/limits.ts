/** What a comparison cannot know, in sentences. Pure. */
export function previewLimits(facts: {
  guests: number;
  /** Guests whose configuration was read; null: there are too many to ask for each. */
  configured: number | null;
  hasIdentities: boolean;
  hasAddresses: boolean;
  offlineNodes: readonly string[];
}): string[] {
  const { guests, configured, offlineNodes } = facts;
  const limits = [
    "Compared are clusters, nodes and guests. Disks, interfaces, snapshots, backups, task history, storage, replications and backup routines are not.",
    "NetBox shows what the token of its endpoint may see: what it may not see looks missing here.",
    "Descriptions, tags, roles and platforms are not compared: rules of the backend decide them.",
  ];
  if (configured === null) {
    limits.push(
      `Addresses were not compared: Proxmox tells them one guest at a time, and ${guests} guests would take too long.`,
      "Of the disks only the first of each guest is known, so a disk counts as changed when NetBox has less than that.",
    );
  } else {
    limits.push(
      "Only addresses that stand in the configuration of a guest are compared; those of DHCP and of the guest agent are not known here.",
    );
    if (configured < guests)
      limits.push(
        `The configuration of ${guests - configured} of ${guests} guests could not be read: their addresses and further disks were not compared.`,
      );
    if (!facts.hasAddresses) limits.push("NetBox does not show its IP addresses to this token, so none were compared.");
  }
  if (!facts.hasIdentities)
    limits.push(
      "The plugin's record of which VM is which guest cannot be read with this token: guests were matched by name, which is wrong for renamed ones.",
    );
  if (offlineNodes.length > 0)
    limits.push(
      `${offlineNodes.join(", ")} ${offlineNodes.length === 1 ? "is" : "are"} offline: the state of the guests there is the last known.`,
    );
  return limits;
}
