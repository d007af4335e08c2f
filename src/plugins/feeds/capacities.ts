import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from '../../kit/plugin.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';

/** What the devices of a kind can do together, as the city tells it of the objects that they belong to. */
export interface Capacities {
  /** Grows when a figure came. */
  readonly version: StoreApi<number>;
  /** Sum over the kind's devices in that unit (UCUM); null: not told of each of them, or still being read. */
  of(kind: string, unit: string): number | null;
}

type Sources = Pick<App, 'twin'> & { catalogue: Pick<App['catalogue'], 'gidOf' | 'describe'> };

/** Reads each kind once, when it is first asked for: a station's own attribute in the unit of the figure, as a pump's design rate. */
export function openCapacities(
  { twin, catalogue }: Sources,
  live: () => LiveValues | null,
  report: (reason: unknown) => void,
): Capacities {
  const version = createStore(() => 0);
  const known = new Map<string, number | null>();

  async function capacityOf(objectId: string, unit: string): Promise<number | null> {
    const gid = await catalogue.gidOf(objectId);
    const object = gid === null ? null : await catalogue.describe(gid);
    const layer = object && twin.city.layers.find(({ id }) => id === object.layerId);
    const attribute = layer?.attributes.find((one) => one.unit === unit);
    const value = attribute && object?.values.find(({ name }) => name === attribute.name)?.value;
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  async function read(key: string, kind: string, unit: string, values: LiveValues): Promise<void> {
    const objects = [...new Set(values.ofKind(kind).map((sensor) => values.sensors[sensor].of))];
    const capacities = await Promise.all(objects.map((object) => capacityOf(object, unit)));
    known.set(key, sumOfAll(capacities));
    version.setState(version.getState() + 1, true);
  }

  return {
    version,
    of(kind, unit) {
      const values = live();
      const key = `${kind} ${unit}`;
      if (values && !known.has(key)) {
        known.set(key, null);
        read(key, kind, unit, values).catch(report);
      }
      return known.get(key) ?? null;
    },
  };
}

/** Part of a sum would be taken for the whole. */
function sumOfAll(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.includes(null)) return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
