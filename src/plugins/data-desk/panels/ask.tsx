import { type AttributeInfo, isTilesetKind, type LayerInfo } from '../../../../model/city/manifest.ts';
import {
  ANY_TESTS,
  type Condition,
  DATE_TESTS,
  NUMBER_TESTS,
  WORD_TESTS,
} from '../../../../model/questions/data-query.ts';
import { useApp, useController, useQuery, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel, Skeleton } from '../../../kit/controls.tsx';
import { ChoiceField, FormRow, FormSection, NumberField, PickField, TextField } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { type AskForm, queryOf } from '../ask.ts';
import { DATA_DESK, dataDeskController } from '../controller.ts';
import { AskAnswer } from './answer.tsx';

const WHERES: readonly AskForm['where'][] = ['anywhere', 'ring', 'thing', 'near-place', 'near-layer'];

/** 查询与导出: a question about the things of a layer, its answer on the map and as tables, and the files of it. */
export function AskPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { ask } = useController(dataDeskController);
  const { form, isAsking, failure } = useStore(ask.state, (state) => state);
  useTwin(({ layers }) => layers);
  const layers = twin.city.layers.filter(({ kind, count }) => count > 0 && !isTilesetKind(kind));
  const layer = layers.find(({ id }) => id === form.layer);
  const none = { value: '', label: t('dataRoles.choose'), disabled: true };
  return (
    <Panel title={t('ask.title')} className="tool data-desk" onClose={onClose}>
      <ChoiceField
        label={t('dataRoles.layer')}
        value={layer?.id ?? ''}
        options={[none, ...layers.map(({ id, label }) => ({ value: id, label: of(label) }))]}
        onChange={(id) => ask.set({ layer: id, conditions: [], group: '', measure: '' })}
      />
      {layer && (
        <>
          <Conditions layer={layer} form={form} />
          <Where layers={layers} form={form} />
          <Figures layer={layer} form={form} />
        </>
      )}
      <p className="form-actions">
        <button
          type="button"
          className="btn primary"
          disabled={isAsking || queryOf(form) === null}
          onClick={() => void ask.run()}
        >
          {t('ask.run')}
        </button>
      </p>
      {isAsking && <Skeleton />}
      {failure && <ErrorNotice what={t('ask.failed')} reason={failure} />}
      <AskAnswer />
    </Panel>
  );
}

const isNumeric = ({ type }: AttributeInfo): boolean => type === 'number' || type === 'integer';
const TEXT_TESTS = [...WORD_TESTS, ...DATE_TESTS, ...ANY_TESTS] as const;
const FIGURE_TESTS = [...NUMBER_TESTS, ...ANY_TESTS] as const;

/** A condition of a test with the value of the one before, as far as it fits. */
function conditionOf(attribute: string, test: Condition['test'], value: string | number | undefined): Condition {
  if (test === 'filled' || test === 'empty') return { attribute, test };
  if (NUMBER_TESTS.some((one) => one === test))
    return { attribute, test: test as (typeof NUMBER_TESTS)[number], value: typeof value === 'number' ? value : 0 };
  return { attribute, test: test as (typeof WORD_TESTS)[number], value: typeof value === 'string' ? value : '' };
}

/** Conditions on attributes, one below the other. */
function Conditions({ layer, form: { conditions, match } }: { layer: LayerInfo; form: AskForm }) {
  const { t, of } = useWords();
  const { ask } = useController(dataDeskController);
  const { attributes } = layer;
  const change = (at: number, next: Condition) =>
    ask.set({ conditions: conditions.map((one, k) => (k === at ? next : one)) });
  const add = () => {
    const [first] = attributes;
    const next = conditionOf(first.name, isNumeric(first) ? 'least' : 'is', undefined);
    ask.set({ conditions: [...conditions, next] });
  };
  return (
    <FormSection title={t('ask.conditions')}>
      {conditions.length > 1 && (
        <ChoiceField
          label={t('ask.match')}
          value={match}
          options={(['all', 'any'] as const).map((value) => ({ value, label: t(`ask.match_${value}`) }))}
          onChange={(value) => ask.set({ match: value })}
        />
      )}
      {conditions.map((condition, at) => (
        <ConditionRow
          key={at}
          title={t('ask.condition', { number: at + 1 })}
          attributes={attributes}
          condition={condition}
          onChange={(next) => change(at, next)}
          onRemove={() => ask.set({ conditions: conditions.filter((_, k) => k !== at) })}
        />
      ))}
      <button type="button" className="btn small" disabled={attributes.length === 0} onClick={add}>
        {t('ask.add')}
      </button>
      {attributes.length === 0 && <p className="note">{t('ask.noAttributes', { layer: of(layer.label) })}</p>}
    </FormSection>
  );
}

function ConditionRow({
  title,
  attributes,
  condition,
  onChange,
  onRemove,
}: {
  title: string;
  attributes: readonly AttributeInfo[];
  condition: Condition;
  onChange: (next: Condition) => void;
  onRemove: () => void;
}) {
  const { t, of } = useWords();
  const own = attributes.find(({ name }) => name === condition.attribute) ?? attributes[0];
  const tests: readonly Condition['test'][] = isNumeric(own) ? FIGURE_TESTS : TEXT_TESTS;
  const value = 'value' in condition ? condition.value : undefined;
  const choose = (name: string) => {
    const next = attributes.find((one) => one.name === name) ?? own;
    onChange(conditionOf(name, isNumeric(next) ? 'least' : 'is', undefined));
  };
  const offers = Object.entries(own.values ?? {}).map(([code, label]) => ({ value: code, label: of(label) }));
  return (
    <FormRow title={title} onRemove={onRemove}>
      <ChoiceField
        label={t('ask.attribute')}
        value={condition.attribute}
        options={attributes.map(({ name, label }) => ({ value: name, label: of(label) }))}
        onChange={choose}
      />
      <ChoiceField
        label={t('ask.test')}
        value={condition.test}
        options={tests.map((test) => ({ value: test, label: t(`ask.test_${test}`) }))}
        onChange={(test) => onChange(conditionOf(condition.attribute, test, value))}
      />
      {typeof value === 'number' && (
        <NumberField
          label={t('ask.value')}
          unit={own.unit ?? ''}
          value={value}
          min={-1e15}
          max={1e15}
          onChange={(next) => onChange(conditionOf(condition.attribute, condition.test, next))}
        />
      )}
      {typeof value === 'string' && (
        <TextField
          label={t('ask.value')}
          value={value}
          {...(DATE_TESTS.some((one) => one === condition.test) ? { hint: t('ask.dateHint') } : {})}
          offers={offers}
          onChange={(next) => onChange(conditionOf(condition.attribute, condition.test, next))}
        />
      )}
    </FormRow>
  );
}

/** Where the middles of things lie. */
function Where({ layers, form }: { layers: readonly LayerInfo[]; form: AskForm }) {
  const { t, of } = useWords();
  const { ask } = useController(dataDeskController);
  const { where, nearLayer, distanceM } = form;
  return (
    <FormSection title={t('ask.where')}>
      <ChoiceField
        label={t('ask.place')}
        value={where}
        options={WHERES.map((value) => ({ value, label: t(`ask.where_${value}`) }))}
        onChange={(value) => ask.set({ where: value })}
      />
      {where === 'ring' && <Draw kind="ring" isDrawn={form.ringM !== null} />}
      {where === 'near-place' && <Draw kind="place" isDrawn={form.atM !== null} />}
      {where === 'thing' && <ChosenThing form={form} />}
      {where === 'near-layer' && (
        <ChoiceField
          label={t('ask.nearLayer')}
          value={nearLayer}
          options={[
            { value: '', label: t('dataRoles.choose'), disabled: true },
            ...layers.map(({ id, label }) => ({ value: id, label: of(label) })),
          ]}
          onChange={(value) => ask.set({ nearLayer: value })}
        />
      )}
      {(where === 'near-layer' || where === 'near-place') && (
        <NumberField
          label={t('ask.distance')}
          unit="m"
          value={distanceM}
          min={0}
          max={1e6}
          step={50}
          onChange={(value) => ask.set({ distanceM: value })}
        />
      )}
      {where !== 'anywhere' && <p className="note">{t('ask.middles')}</p>}
    </FormSection>
  );
}

function Draw({ kind, isDrawn }: { kind: 'ring' | 'place'; isDrawn: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, DATA_DESK));
  const { startPicking, endPicking } = twin.getState();
  return (
    <div className="chips">
      <PickField
        icon={kind === 'place' ? 'pin' : 'ruler'}
        label={t(isDrawn ? `ask.redraw_${kind}` : `ask.draw_${kind}`)}
        hint={t(`ask.hint_${kind}`)}
        isPicking={picking === kind}
        {...(kind === 'ring' ? { points: 3 } : {})}
        onPick={(on) =>
          on ? startPicking(DATA_DESK, kind, kind === 'ring' ? 'area' : 'distance') : endPicking(DATA_DESK)
        }
      />
    </div>
  );
}

/** The area that is selected on the map is taken by a button. */
function ChosenThing({ form: { thing } }: { form: AskForm }) {
  const { t } = useWords();
  const { catalogue, twin } = useApp();
  const { ask } = useController(dataDeskController);
  const gid = useTwin(({ selectedGid }) => selectedGid);
  const selected = useQuery(gid === null ? null : `ask object ${gid}`, () => catalogue.describe(gid ?? 0));
  const found = selected.kind === 'answered' ? selected.answer : null;
  const layer = twin.city.layers.find(({ id }) => id === found?.layerId);
  const isArea = layer?.kind === 'area' || layer?.kind === 'water';
  const take = () => {
    if (found && layer) ask.set({ thing: { layer: layer.id, row: found.gid - layer.gidBase, id: found.id } });
  };
  return (
    <>
      <p className="note">{thing ? t('ask.thing', { id: thing.id }) : t('ask.noThing')}</p>
      <button type="button" className="btn small" disabled={!found || !isArea} onClick={take}>
        {t('ask.takeThing')}
      </button>
    </>
  );
}

/** What is counted of the things that answer. */
function Figures({ layer: { attributes }, form: { group, measure } }: { layer: LayerInfo; form: AskForm }) {
  const { t, of } = useWords();
  const { ask } = useController(dataDeskController);
  const optionsOf = (list: readonly AttributeInfo[]) => [
    { value: '', label: t('dataRoles.noColumn') },
    ...list.map(({ name, label }) => ({ value: name, label: of(label) })),
  ];
  return (
    <FormSection title={t('ask.figures')}>
      <ChoiceField
        label={t('ask.measure')}
        value={measure}
        options={optionsOf(attributes.filter(isNumeric))}
        onChange={(value) => ask.set({ measure: value })}
      />
      <ChoiceField
        label={t('ask.group')}
        value={group}
        options={optionsOf(attributes)}
        onChange={(value) => ask.set({ group: value })}
      />
    </FormSection>
  );
}
