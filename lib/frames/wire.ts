import type { Frame, WireFrame } from "./schema.ts";

/** A stored frame as the API sends it. `maxData` shortens long data and marks it `truncated`. */
export function toWireFrame(frame: Frame, maxData?: number): WireFrame {
  const truncated = maxData !== undefined && frame.data.length > maxData;
  const wire: WireFrame = {
    seq: frame.seq,
    at: frame.at.toISOString(),
    attempt: frame.attempt,
    stage: frame.stage,
    proxmox_endpoint_id: frame.proxmoxEndpointId,
    event: frame.event,
    level: frame.level,
    text: frame.text,
    data: truncated ? { raw: frame.data.slice(0, maxData) } : (frame.value ?? dataValue(frame.data)),
  };
  if (truncated) wire.truncated = true;
  return wire;
}

function dataValue(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return { raw: data };
  }
}
