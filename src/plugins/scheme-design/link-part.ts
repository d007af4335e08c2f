import type { LinkPart } from '../../twin/link-part.ts';
import { decoded } from '../../twin/link-text.ts';
import type { TwinState } from '../../twin/slice.ts';
import { schemesMessage } from './messages.ts';
import type { NamedSchemes, SchemeChoice } from './slice.ts';

const PICTURES = 4;
const NONE: NamedSchemes = { namedScheme: null, namedOverlay: null, namedOfViews: [] };

/**
 * Which schemes are on the picture, laid over it, and on each of several, by their names: a scheme's number is another's in another window.
 * Schemes are kept by their window and handed on as a file: what it has not is told by name.
 */
export const schemesLink: LinkPart<NamedSchemes> = {
  keys: ['scheme', 'laidover', 'sidebyside'],
  write(state) {
    const { namedScheme, namedOverlay, namedOfViews } = namedOf(state);
    const ofViews = namedOfViews.some((name) => name !== null) ? namedOfViews : [];
    const texts = [textOf(namedScheme), textOf(namedOverlay), ofViews.map(textOf).join(',')];
    return schemesLink.keys.flatMap((key, i) => (texts[i] === '' ? [] : [[key, texts[i]] as const]));
  },
  read(key, value) {
    const expected = { zh: '方案的名称', en: 'names of schemes' };
    const texts = key === 'sidebyside' ? value.split(',') : [value];
    const names = texts.map(decoded);
    if (names.every((name) => name === null) || names.length > PICTURES) return { expected };
    const named = names.map((name) => name || null);
    if (key !== 'sidebyside')
      return { linked: key === 'scheme' ? { namedScheme: named[0] } : { namedOverlay: named[0] } };
    const left = texts.filter((_, i) => names[i] === null).map((got) => ({ got, expected }));
    return { linked: { namedOfViews: named }, ...(left.length > 0 ? { left } : {}) };
  },
  open: (linked, state) => showNamed(state, { ...NONE, ...linked }),
  absent: (linked, state) => absentSchemes(state, { ...NONE, ...linked }),
};

/** Those of them that the window has are put on the picture; while it has not read its own, they are remembered for then. */
export function showNamed(state: TwinState, named: NamedSchemes): Partial<TwinState> {
  if (!state.areSchemesRead) return { wantedSchemes: namesIn(named).length > 0 ? named : null };
  const idOf = (name: string | null): SchemeChoice => state.schemes.find((one) => one.name === name)?.id ?? null;
  const shown = idOf(named.namedScheme);
  const views = [...named.namedOfViews, null, null, null, null].slice(0, PICTURES);
  return {
    wantedSchemes: null,
    schemeShown: shown,
    schemeParcel: state.schemes.find(({ id }) => id === shown)?.parcels[0]?.id ?? null,
    schemeOverlay: idOf(named.namedOverlay),
    schemeViews: views.map(idOf),
    schemeSerial: state.schemeSerial + 1,
  };
}

/** What the window has not, once it has read its own. */
export function absentSchemes({ schemes, areSchemesRead }: TwinState, named: NamedSchemes) {
  if (!areSchemesRead) return [];
  return namesIn(named)
    .filter((name) => !schemes.some((one) => one.name === name))
    .map((name) => schemesMessage('link-scheme', { name }));
}

const namesIn = ({ namedScheme, namedOverlay, namedOfViews }: NamedSchemes): string[] => [
  ...new Set([namedScheme, namedOverlay, ...namedOfViews].filter((name) => name !== null)),
];

function namedOf({ schemes, schemeShown, schemeOverlay, schemeViews, wantedSchemes }: TwinState): NamedSchemes {
  if (wantedSchemes) return wantedSchemes;
  const nameOf = (id: SchemeChoice) => schemes.find((one) => one.id === id)?.name ?? null;
  return {
    namedScheme: nameOf(schemeShown),
    namedOverlay: nameOf(schemeOverlay),
    namedOfViews: schemeViews.map(nameOf),
  };
}

const textOf = (name: string | null): string => (name === null ? '' : encodeURIComponent(name));
