import type { IfcAPI } from 'web-ifc';

/** A line of the file by attribute names, as web-ifc gives it. */
export type Line = Readonly<Record<string, unknown>>;

/** Lines of one open model, by class name and by number; what is not there is null, never an error. */
export interface Lines {
  ofClass(name: string): Line[];
  at(reference: unknown): Line | null;
}

/** Access to the lines of an open model; lines that web-ifc cannot parse are passed over. */
export function linesOf(api: IfcAPI, model: number): Lines {
  const read = (id: number): Line | null => {
    try {
      return (api.GetLine(model, id) as Line | undefined) ?? null;
    } catch {
      return null;
    }
  };
  return {
    ofClass(name) {
      const code = api.GetTypeCodeFromName(name.toUpperCase());
      if (!code) return [];
      const ids = api.GetLineIDsWithType(model, code);
      return Array.from({ length: ids.size() }, (_, i) => read(ids.get(i))).filter((line) => line !== null);
    },
    at(reference) {
      const id = plain(reference);
      return typeof id === 'number' ? read(id) : null;
    },
  };
}

/** web-ifc wraps values with their type. */
export function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** The number of a value of web-ifc, whichever wrapper it came in; null where it is none. */
export function numberOf(value: unknown): number | null {
  const bare = plain(value);
  return typeof bare === 'number' && Number.isFinite(bare) ? bare : null;
}

/** The text of a value of web-ifc, empty where it is none. */
export function textOf(value: unknown): string {
  const bare = plain(value);
  return typeof bare === 'string' ? bare : '';
}

/** The items of a value of web-ifc, none where it is no list. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Number of the line itself. */
export const idOf = (line: Line): number => (typeof line.expressID === 'number' ? line.expressID : -1);
