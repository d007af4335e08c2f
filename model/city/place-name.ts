import type { Manifest } from './manifest.ts';

type MapLabel = Manifest['labels'][number];

/** A name farther off says nothing of a place. */
const NEAR_M: Readonly<Partial<Record<MapLabel['kind'], number>>> = {
  street: 250,
  station: 250,
  landmark: 250,
  district: 1500,
};

/** What people would call a place: the nearest street, station or landmark, else the district; null where the map has no name near. */
export function placeName(labels: readonly MapLabel[], eastM: number, northM: number): MapLabel['text'] | null {
  const near = labels
    .map((label) => ({ label, distanceM: Math.hypot(label.eastM - eastM, label.northM - northM) }))
    .filter(({ label, distanceM }) => distanceM <= (NEAR_M[label.kind] ?? 0))
    .sort(
      (a, b) => Number(a.label.kind === 'district') - Number(b.label.kind === 'district') || a.distanceM - b.distanceM,
    );
  return near[0]?.label.text ?? null;
}
