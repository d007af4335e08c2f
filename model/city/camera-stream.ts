/** How a camera's real picture can be had: as an HLS playlist, over HTTP, or by WebRTC from an endpoint of WHEP. */
export interface CameraStream {
  kind: 'hls' | 'whep';
  url: string;
}

/** What the path of an address ends in, by kind: the draft of WHEP fixes no path, but this is what its servers are usually asked by. */
const ENDS = { hls: '.m3u8', whep: '/whep' } as const satisfies Record<CameraStream['kind'], string>;

/** The stream at an address as a city's file tells it; null: none of a kind that a page can show (RTSP, a player's own page). */
export function streamOf(text: string): CameraStream | null {
  if (!URL.canParse(text)) return null;
  const { protocol, pathname, username, password, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  // What stands in an address is on every screen and in every log.
  if (username !== '' || password !== '') return null;
  const kind = pathname.endsWith(ENDS.hls) ? 'hls' : pathname.endsWith(ENDS.whep) ? 'whep' : null;
  return kind && { kind, url: href };
}

/** Hosts of the streams in a city's `cameras.json`, whatever else is in it; the page may speak to these. */
export function streamHosts(json: unknown): string[] {
  const list = typeof json === 'object' && json !== null && 'cameras' in json ? json.cameras : null;
  if (!Array.isArray(list)) return [];
  const hosts = list.flatMap((camera: unknown) => {
    const value = typeof camera === 'object' && camera !== null && 'stream' in camera ? camera.stream : null;
    const stream = typeof value === 'string' ? streamOf(value) : null;
    return stream ? [new URL(stream.url).origin] : [];
  });
  return [...new Set(hosts)].sort();
}
