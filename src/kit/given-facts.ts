import type { CountsUsed, WeatherUsed } from '../../model/city/given-data.ts';
import type { Text } from '../../model/text/text.ts';
import { formatNumber, THIN_SPACE } from './format.ts';
import type { useWords } from './words.ts';

type Words = ReturnType<typeof useWords>;
type Fact = readonly [name: string, value: string];

/** Names the counted traffic that a result took, and what of it found no road, as one line of its facts. */
export function countsFact(used: CountsUsed, t: Words['t'], of: Words['of']): Fact {
  const value = t('given.countsValue', {
    layers: used.labels.map((label: Text) => of(label)).join(' + '),
    places: formatNumber(used.places),
    segments: formatNumber(used.segments),
  });
  const off = used.offRoad + used.blank;
  const rest = off > 0 ? ` ${t('given.countsOff', { off: used.offRoad, blank: used.blank })}` : '';
  return [t('given.counts'), `${value}${rest}${used.isGuessed ? ` ${t('given.guessed')}` : ''}`];
}

/** Names the weather that a result took as one line of its facts. */
export function weatherFact(used: WeatherUsed, t: Words['t'], of: Words['of']): Fact {
  const figures = [
    used.airC === null ? '' : `${formatNumber(used.airC, 1)}${THIN_SPACE}°C`,
    used.humidityPct === null ? '' : `${formatNumber(used.humidityPct)}${THIN_SPACE}%`,
  ].filter((one) => one !== '');
  const value = t('given.weatherValue', {
    layer: of(used.label),
    readings: formatNumber(used.readings),
    figures: figures.join(', '),
  });
  return [t('given.weather'), `${value}${used.isGuessed ? ` ${t('given.guessed')}` : ''}`];
}
