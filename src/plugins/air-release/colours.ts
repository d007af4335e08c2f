import type { AirResult, ReleaseResult } from '../../../workers/air/engine-types.ts';
import { formatLimit } from '../../kit/format.ts';
import type { ColourStop } from '../../view/colour-stop.ts';

/** Below the lowest limit a tenth of it is shown still, faintly. */
const FAINT_RATIO = 0.1;
const FAINT_TOKEN = 'warn-tint';
const LIMIT_TOKENS = ['div-3', 'div-2', 'div-1'];
/** Minutes until the lowest limit is reached. */
const ARRIVAL_MIN = [0, 5, 15, 30, 60];
const ARRIVAL_TOKENS = ['seq-7', 'seq-6', 'seq-4', 'seq-2', 'seq-1'];
const ODDS_PCT = [0, 50, 90, 99];
const ODDS_TOKENS = ['seq-7', 'seq-5', 'seq-3'];

/** A class of the map: from this value on, with its words. */
interface AirColour {
  from: number;
  token: string | null;
  label: string;
}

/** Three digits of a concentration, which may be of any size. */
export const amountText = (value: number): string => formatLimit(Number(value.toPrecision(3)));

/** The classes of what the map shows. */
export function coloursOf(result: AirResult): AirColour[] {
  if (result.kind === 'trace')
    return ODDS_PCT.map((from, i) => ({
      from,
      token: ODDS_TOKENS[i] ?? null,
      label: `${ODDS_PCT[i + 1]} %`,
    }));
  return result.request.show === 'arrival' ? arrivals() : amounts(result);
}

const arrivals = (): AirColour[] =>
  ARRIVAL_MIN.map((from, i) => ({
    from,
    token: ARRIVAL_TOKENS[i],
    label: ARRIVAL_MIN[i + 1] === undefined ? `> ${from}` : `${from}–${ARRIVAL_MIN[i + 1]}`,
  }));

function amounts({ mapLimits }: Pick<ReleaseResult, 'mapLimits'>): AirColour[] {
  const [lowest] = mapLimits;
  const faint = FAINT_RATIO * lowest.mgPerM3;
  const label = `${amountText(faint)}–${amountText(lowest.mgPerM3)}`;
  return [
    { from: Number.MIN_VALUE, token: null, label: '' },
    { from: faint, token: FAINT_TOKEN, label },
    ...mapLimits.map(({ id, mgPerM3 }, i) => ({
      from: mgPerM3,
      token: LIMIT_TOKENS[i] ?? FAINT_TOKEN,
      label: `${id} ≥ ${amountText(mgPerM3)}`,
    })),
  ];
}

/** The same as the sheet takes them. */
export const stopsOf = (result: AirResult): ColourStop[] =>
  coloursOf(result).map(({ from, token }) => ({ from, token }));
