import { freshName } from "./build-cluster.ts";
import { buildGuest, buildSnapshot } from "./build-guest.ts";
import type { Cluster } from "./model.ts";
import { seededRandom } from "./random.ts";

/**
 * What happens in a cluster between two syncs: one guest migrates, one grows, one gets a snapshot, now and then one is
 * created. The first run sees the cluster as built. Deterministic by seed and generation.
 */
export function evolveCluster(cluster: Cluster, seed: number, clusterIndex: number): void {
  cluster.generation += 1;
  if (cluster.generation === 1) return;
  const random = seededRandom(seed * 7_919 + clusterIndex * 101 + cluster.generation);
  const running = cluster.guests.filter((guest) => guest.status === "running" && !guest.refusedBecause);
  if (running.length === 0) return;
  const mover = random.pick(running);
  const elsewhere = cluster.nodes.filter((node) => node.online && node.name !== mover.node);
  if (elsewhere.length > 0) mover.node = random.pick(elsewhere).name;
  const grown = random.pick(running).disks[0];
  if (grown) grown.sizeGb += 8;
  const watched = random.pick(running);
  const snapshot = buildSnapshot(random);
  if (!watched.snapshots.some(({ name }) => name === snapshot.name)) watched.snapshots.push(snapshot);
  if (cluster.generation % 2 === 0) {
    const at = cluster.guests.length;
    const vmid = Math.max(...cluster.guests.map((guest) => guest.vmid)) + 1;
    const guest = buildGuest({ at, clusterIndex, node: random.pick(cluster.nodes).name, random, vmid });
    cluster.guests.push({ ...guest, name: freshName(cluster), template: false });
  }
}
