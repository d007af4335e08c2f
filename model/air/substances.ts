import type { Text } from '../text/text.ts';

/** Litres of a mole of a gas at 25 °C and one atmosphere. */
const MOLE_L = 24.465;

/** A limit names the text that it stands in, and whether somebody read it there. */
interface LimitSource {
  name: Text;
  edition: string;
  /** Whether the value was read in its own text; a value that was not gives no verdict. */
  isVerified: boolean;
}

/** A concentration above which something is expected to happen to people, or a gas to burn. */
export interface AirLimit {
  /** Short name, alike in all languages: AEGL-2, ERPG-3, LFL. */
  id: string;
  mgPerM3: number;
  /** Minutes of exposure for which the value was made; null: it holds at once. */
  exposureMin: number | null;
  source: LimitSource;
}

/** A substance that can be released. */
interface Substance {
  molarMassG: number;
  /** Temperature of the gas as it comes out of its liquid, in kelvin; null: it is as warm as the air. */
  boilingK: number | null;
  /** Exponent n of the toxic load ∫cⁿ dt; null: none is known here. */
  loadExponent: number | null;
  limits: readonly AirLimit[];
}

const HOUR_MIN = 60;
const AEGL: Text = {
  zh: '美国 AEGL（国家研究委员会），60 分钟值',
  en: 'US AEGL (National Research Council), 60 minutes',
};
const ERPG: Text = { zh: '美国工业卫生协会 ERPG，60 分钟值', en: 'AIHA ERPG, 60 minutes' };
const ERPG_EDITION = '2020';
const FLAMMABLE: Text = { zh: '可燃下限（IEC 60079-20-1）', en: 'lower flammable limit (IEC 60079-20-1)' };

const mgOf = (ppm: number, molarMassG: number): number => (ppm * molarMassG) / MOLE_L;

function tiers(
  id: string,
  name: Text,
  edition: string,
  molarMassG: number,
  ppm: readonly (number | null)[],
): AirLimit[] {
  return ppm.flatMap((value, i) =>
    value === null
      ? []
      : [
          {
            id: `${id}-${i + 1}`,
            mgPerM3: mgOf(value, molarMassG),
            exposureMin: HOUR_MIN,
            source: { name, edition, isVerified: false },
          },
        ],
  );
}

/** A toxic gas with its values of both sets in ppm, first to third tier. */
function toxic(
  gas: Omit<Substance, 'limits'>,
  aegl: readonly (number | null)[],
  aeglEdition: string,
  erpg: readonly (number | null)[],
): Substance {
  return {
    ...gas,
    limits: [
      ...tiers('AEGL', AEGL, aeglEdition, gas.molarMassG, aegl),
      ...tiers('ERPG', ERPG, ERPG_EDITION, gas.molarMassG, erpg),
    ],
  };
}

/** A gas that burns: a tenth and a half of its lower flammable limit, and the limit itself, in per cent of the volume. */
function flammable(gas: Omit<Substance, 'limits' | 'loadExponent'>, limitPct: number): Substance {
  const source = { name: FLAMMABLE, edition: '2010', isVerified: false };
  const part = (id: string, ratio: number): AirLimit => ({
    id,
    mgPerM3: mgOf(ratio * limitPct * 1e4, gas.molarMassG),
    exposureMin: null,
    source,
  });
  return { ...gas, loadExponent: null, limits: [part('10 % LFL', 0.1), part('50 % LFL', 0.5), part('LFL', 1)] };
}

/**
 * Substances with their limits. **No value was read in its own text**: each carries its source, edition and `isVerified: false`, and what is
 * computed from it is shown as a figure and never as a verdict. The exponents of toxic loads are those of the AEGL documents, unread too.
 */
const SUBSTANCES = {
  chlorine: toxic({ molarMassG: 70.9, boilingK: 239.1, loadExponent: 2 }, [0.5, 2, 20], '2004', [1, 3, 20]),
  ammonia: toxic({ molarMassG: 17.03, boilingK: 239.8, loadExponent: 2 }, [30, 160, 1100], '2008', [25, 150, 1500]),
  'sulfur-dioxide': toxic(
    { molarMassG: 64.06, boilingK: 263.1, loadExponent: null },
    [0.2, 0.75, 30],
    '2010',
    [0.3, 3, 25],
  ),
  'hydrogen-sulfide': toxic(
    { molarMassG: 34.08, boilingK: 212.9, loadExponent: 4.4 },
    [0.51, 27, 50],
    '2010',
    [0.1, 30, 100],
  ),
  'carbon-monoxide': toxic(
    { molarMassG: 28.01, boilingK: null, loadExponent: null },
    [null, 83, 330],
    '2010',
    [200, 350, 500],
  ),
  methane: flammable({ molarMassG: 16.04, boilingK: 111.7 }, 4.4),
  propane: flammable({ molarMassG: 44.1, boilingK: 231.1 }, 1.7),
} as const satisfies Record<string, Substance>;

/** Name of a substance of the table. */
type SubstanceId = keyof typeof SUBSTANCES;

/** A substance of the table. */
export const substanceOf = (id: SubstanceId): Substance => SUBSTANCES[id];

/** A substance that somebody describes by one limit of their own; it is as heavy and as warm as the air. */
export const ownSubstance = (mgPerM3: number): Substance => ({
  molarMassG: 28.97,
  boilingK: null,
  loadExponent: null,
  limits: [
    {
      id: 'own',
      mgPerM3,
      exposureMin: null,
      source: { name: { zh: '用户填写', en: 'entered by the user' }, edition: '', isVerified: false },
    },
  ],
});

/** The limits that a map is coloured by: those of the set that comes first. */
export function mapLimits(limits: readonly AirLimit[]): AirLimit[] {
  const [first] = limits;
  return limits.filter(({ source }) => source.name === first.source.name || source.name.en === first.source.name.en);
}
