import type { LayerInfo } from '../../../model/city/manifest.ts';
import { nameOf } from '../../../model/city/thing-name.ts';
import { keyAttributes, showValue } from '../../kit/attribute-text.ts';
import { cityTime, formatDate, formatTime } from '../../kit/city-time.ts';
import { COMPASS } from '../../kit/compass.ts';
import { formatDistance, formatNumber, THIN_SPACE } from '../../kit/format.ts';
import { words } from '../../kit/words.ts';
import type { Language } from '../../twin/appearance.ts';
import type { LookFacts, NamedPlace, PictureContent, SelectedFacts } from './picture-facts.ts';

/** The city as sentences name it, and in which language they speak. */
interface Spoken {
  readonly language: Language;
  readonly city: { readonly name: { readonly zh: string; readonly en: string }; readonly zone: string };
}

/** A camera that looks so far down sees a plan. */
const STRAIGHT_DOWN_DEG = 75;
/** Nearer to the middle of the city than this, a direction from it says nothing. */
const IN_THE_MIDDLE_M = 250;
/** Longer lists are no sentence any more. */
const MAX_LAYERS = 12;
const ROMAN = ['', 'Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'];

/** One sentence: what is looked at, from how high and in which direction. */
export function lookSentence({ language, city }: Spoken, look: LookFacts): string {
  const t = words.in(language);
  const values = {
    city: city.name[language],
    place: placeText(language, look.place),
    direction: directionText(language, look.headingDeg),
    height: lengthText(rounded(look.aboveM)),
    size: lengthText(look.sizeM),
  };
  if (look.kind === 'table') return t('inWords.table', values);
  return t(look.downDeg >= STRAIGHT_DOWN_DEG ? 'inWords.lookDown' : 'inWords.look', values);
}

/** All that the picture shows, a sentence each. `tools`: names of the tools that are at work on it. */
export function pictureSentences(
  spoken: Spoken,
  content: PictureContent,
  tools: readonly string[],
  selected: SelectedFacts | null,
): string[] {
  return [
    lookSentence(spoken, content.look),
    clockSentence(spoken, content),
    layersSentence(spoken.language, content.layers),
    ...toolsSentence(spoken.language, tools),
    ...runsSentence(spoken, content),
    ...alarmSentences(spoken.language, content),
    ...selectedSentence(spoken.language, selected),
    ...colouredSentence(spoken.language, content),
  ];
}

function clockSentence({ language, city }: Spoken, { clock }: PictureContent): string {
  const t = words.in(language);
  return t(`inWords.clock.${clock.kind}`, { time: timeText(language, clock.timeMs, city.zone), name: clock.recording });
}

function layersSentence(language: Language, layers: PictureContent['layers']): string {
  const t = words.in(language);
  if (layers.length === 0) return t('inWords.noLayers');
  const named = layers.slice(0, MAX_LAYERS).map((layer) => layerText(language, layer));
  const rest = layers.length - named.length;
  const list = listText(language, rest > 0 ? [...named, t('inWords.moreLayers', { count: rest })] : named);
  return t('inWords.layers', { list });
}

function layerText(language: Language, { label, count, state }: Pick<LayerInfo, 'label' | 'count' | 'state'>): string {
  const t = words.in(language);
  const facts = [
    ...(state === 'existing' ? [] : [t(`state.${state}`)]),
    ...(count > 0 ? [t('inWords.objects', { amount: formatNumber(count) })] : []),
  ];
  if (facts.length === 0) return label[language];
  return t('inWords.withFacts', { name: label[language], facts: facts.join(language === 'zh' ? '，' : ', ') });
}

function toolsSentence(language: Language, tools: readonly string[]): string[] {
  return tools.length === 0 ? [] : [words.in(language)('inWords.tools', { list: listText(language, tools) })];
}

function runsSentence({ language, city }: Spoken, { runs, clock }: PictureContent): string[] {
  if (runs.length === 0) return [];
  const list = listText(
    language,
    runs.map(({ name }) => name),
  );
  return [words.in(language)('inWords.runs', { list, time: timeText(language, clock.timeMs, city.zone) })];
}

function alarmSentences(language: Language, { alarms }: PictureContent): string[] {
  const t = words.in(language);
  if (!alarms) return [];
  if (alarms.counts.length === 0) return [t('inWords.noAlarms')];
  const list = alarms.counts.map(({ priority, count }) =>
    t('inWords.alarmsOf', { priority: ROMAN[priority], amount: formatNumber(count) }),
  );
  const { nearest } = alarms;
  const open = t('inWords.alarms', { list: listText(language, list) });
  if (!nearest) return [open];
  const values = { title: nearest.title[language], place: nearest.place[language] };
  return [open, t('inWords.nearestAlarm', { ...values, distance: lengthText(rounded(nearest.distanceM)) })];
}

function selectedSentence(language: Language, selected: SelectedFacts | null): string[] {
  if (!selected) return [];
  const t = words.in(language);
  const { layer, description } = selected;
  const values = new Map(description.values.map(({ name, value }) => [name, value]));
  const facts = keyAttributes(layer.attributes, values).map((attribute) => {
    const { text, unit } = showValue(attribute, values.get(attribute.name) ?? null, language);
    return `${attribute.label[language]} ${text}${unit ? `${THIN_SPACE}${unit}` : ''}`;
  });
  const named = { name: nameOf(values, language) ?? description.id, layer: layer.label[language] };
  if (facts.length === 0) return [t('inWords.selected', named)];
  return [t('inWords.selectedWith', { ...named, facts: listText(language, facts) })];
}

function colouredSentence(language: Language, { coloured }: PictureContent): string[] {
  if (!coloured) return [];
  const values = { layer: coloured.layer[language], attribute: coloured.attribute[language] };
  return [words.in(language)('inWords.coloured', values)];
}

function placeText(language: Language, { name, offM, bearingDeg }: NamedPlace): string {
  const t = words.in(language);
  if (name) return name[language];
  if (offM < IN_THE_MIDDLE_M) return t('inWords.middle');
  const direction = directionText(language, bearingDeg);
  return t('inWords.off', { direction, distance: lengthText(rounded(offM)) });
}

function directionText(language: Language, headingDeg: number): string {
  const eighth = Math.round((((headingDeg % 360) + 360) % 360) / 45) % 8;
  return words.in(language)(`inWords.direction.${COMPASS[eighth]}`);
}

/** Two figures say enough of what is about so. */
const rounded = (metres: number): number => Number(Math.max(0, metres).toPrecision(2));

function lengthText(metres: number): string {
  const { value, unit } = formatDistance(metres);
  return `${value}${THIN_SPACE}${unit}`;
}

function timeText(language: Language, timeMs: number, zone: string): string {
  const time = cityTime(timeMs, zone);
  return `${formatDate(time, language)} ${formatTime(time)}`;
}

const listText = (language: Language, items: readonly string[]): string =>
  new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(items);
