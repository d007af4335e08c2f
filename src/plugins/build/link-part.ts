import * as v from 'valibot';
import { DcmaLimits } from '../../../model/questions/construction.ts';
import { changed, type LinkPart } from '../../twin/link-part.ts';
import { decoded, readItems } from '../../twin/link-text.ts';
import type { TwinState } from '../../twin/slice.ts';
import { buildMessage } from './messages.ts';
import { BUILD_TABS } from './review-slice.ts';

interface Linked extends Pick<TwinState, 'buildTab' | 'buildColours' | 'planLimits'> {
  /** The city's own plan, which every reader has, or the name of a file of the writer's. */
  linkedPlan: { kind: 'city' } | { kind: 'file'; file: string };
  modelFile: string;
}

const COLOURS = ['state', 'baseline'] as const;
const CITY = 'city';

/** The plan that plays, the tab, what elements are coloured by, the plan's own limits. Its day is the shown time, in the clock's part. */
export const buildLink: LinkPart<Linked> = {
  keys: ['plan', 'tab', 'bars', 'limits', 'model'],
  write: ({ plan, isCityPlan, wantsCityPlan, wantedTab, buildTab, buildColours, planLimits, model }) => {
    if (plan.kind !== 'open' && model.kind !== 'open' && !wantsCityPlan) return [];
    const file = plan.kind === 'open' ? `file:${encodeURIComponent(plan.file)}` : '';
    return changed([
      ['plan', isCityPlan || wantsCityPlan ? CITY : file, ''],
      ['tab', wantedTab ?? buildTab, 'plan'],
      ['bars', buildColours, 'state'],
      ['limits', limitsText(planLimits), ''],
      ['model', model.kind === 'open' ? encodeURIComponent(model.file) : '', ''],
    ]);
  },
  read(key, value) {
    if (key === 'plan') return readPlan(value);
    if (key === 'limits') {
      return readItems(value.split(';'), limitOf, (items) => ({ planLimits: Object.assign({}, ...items) }));
    }
    if (key === 'model') {
      const modelFile = decoded(value);
      return modelFile ? { linked: { modelFile } } : { expected: { zh: '模型文件名', en: 'the name of a model' } };
    }
    const buildTab = BUILD_TABS.find((tab) => tab === value);
    const buildColours = COLOURS.find((by) => by === value);
    if (key === 'tab' && buildTab) return { linked: { buildTab } };
    if (key === 'bars' && buildColours) return { linked: { buildColours } };
    const known = (key === 'tab' ? BUILD_TABS : COLOURS).join(', ');
    return { expected: { zh: known, en: known } };
  },
  open: ({ linkedPlan, buildTab, buildColours, planLimits }) => ({
    wantsCityPlan: linkedPlan?.kind === 'city',
    wantedTab: buildTab ?? null,
    ...(buildTab ? { buildTab } : {}),
    buildColours: buildColours ?? 'state',
    ...(planLimits ? { planLimits } : {}),
  }),
  absent: ({ linkedPlan, modelFile }, { plan, model }) => [
    ...(linkedPlan?.kind === 'file' && !(plan.kind === 'open' && plan.file === linkedPlan.file)
      ? [buildMessage('link-plan', { file: linkedPlan.file })]
      : []),
    ...(modelFile !== undefined && !(model.kind === 'open' && model.file === modelFile)
      ? [buildMessage('link-model', { file: modelFile })]
      : []),
  ],
};

function readPlan(value: string) {
  if (value === CITY) return { linked: { linkedPlan: { kind: 'city' } as const } };
  const file = value.startsWith('file:') ? decoded(value.slice('file:'.length)) : null;
  return file
    ? { linked: { linkedPlan: { kind: 'file', file } as const } }
    : { expected: { zh: 'city 或 file:文件名', en: 'city or file:name' } };
}

const limitsText = (limits: DcmaLimits): string =>
  Object.keys(DcmaLimits.entries)
    .flatMap((id) => (limits[id as keyof DcmaLimits] === undefined ? [] : [`${id}:${limits[id as keyof DcmaLimits]}`]))
    .join(';');

function limitOf(item: string) {
  const [id, text] = item.split(':');
  const read = v.safeParse(DcmaLimits, { [id]: text ? Number(text) : Number.NaN });
  return read.success ? { item: read.output } : { expected: { zh: '检查项:限值', en: 'point:limit' } };
}
