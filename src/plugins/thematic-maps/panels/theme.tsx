import { useState } from 'react';
import { boundsOf } from '../../../../model/questions/field.ts';
import {
  type ColumnOf,
  CountedClasses,
  GridUnit,
  NumberMeasure,
  ThemeRequest,
} from '../../../../model/questions/thematic-maps.ts';
import { AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatUnit } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { THEMATIC_MAPS, thematicMapsController } from '../controller.ts';
import { firstForm, mappable, numbersOf, perOf, timesOf, withLayer, withMeasure, withUnit, wordsOf } from '../form.ts';
import { ThemeFiles } from './files.tsx';
import { ThemeOutcome } from './outcome.tsx';

/** What is shown of which layer, in which classes, and the map that comes of it. */
export function ThemePanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(thematicMapsController);
  const own = useTwin(({ themeForm }) => themeForm);
  const form = own ?? firstForm(twin.city);
  return (
    <Panel title={t('theme.title')} className="dock theme analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('theme.about')}</p>
        <ThemeFiles form={form} />
        {form === null ? (
          <EmptyState icon="layers">{t('theme.noLayer')}</EmptyState>
        ) : (
          <>
            <ThemeForm form={form} />
            <AnalysisRun
              plugin={THEMATIC_MAPS}
              controller={controller}
              label={t('theme.run')}
              start={() => {
                twin.getState().setThematicMap({ themeForm: form, themeStep: 0 });
                void controller.analyse(form);
              }}
            >
              <ThemeOutcome />
            </AnalysisRun>
          </>
        )}
      </section>
    </Panel>
  );
}

const keyOf = ({ of, name }: ColumnOf): string => `${of} ${name}`;

function ThemeForm({ form }: { form: ThemeRequest }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const set = (next: ThemeRequest) => twin.getState().setThematicMap({ themeForm: next });
  const layers = mappable(twin.city).map(({ id, label }) => ({ value: id, label: of(label) }));
  return (
    <>
      <ChoiceField
        label={t('theme.layer')}
        value={form.layer}
        options={layers}
        onChange={(layer) => set(withLayer(twin.city, form, layer))}
      />
      <MeasureFields form={form} set={set} />
      <UnitFields form={form} set={set} />
      {form.measure.by !== 'words' && <ClassFields form={form} set={set} />}
      <Captions form={form} set={set} />
    </>
  );
}

interface FieldProps {
  form: ThemeRequest;
  set(next: ThemeRequest): void;
}

/** Names of columns, those of the table after those of the layer. */
function useColumns(form: ThemeRequest) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const table = useTwin(({ themeColumns }) => themeColumns);
  const label = ({ of, name }: ColumnOf) => {
    if (of === 'table') return t('theme.fromTable', { name });
    const found = twin.city.layers
      .find(({ id }) => id === form.layer)
      ?.attributes.find((attribute) => attribute.name === name);
    const unit = formatUnit(found?.unit, language);
    return `${found?.label[language] ?? name}${unit ? ` (${unit})` : ''}`;
  };
  const optionsOf = (columns: readonly ColumnOf[]) =>
    columns.map((column) => ({ value: keyOf(column), label: label(column) }));
  const numbers = numbersOf(twin.city, form, table);
  const words = wordsOf(twin.city, form, table);
  const find = (key: string) => [...numbers, ...words].find((column) => keyOf(column) === key);
  return { numbers, words, optionsOf, find, label };
}

function MeasureFields({ form, set }: FieldProps) {
  const { t } = useWords();
  const { numbers, words, optionsOf, find } = useColumns(form);
  const { measure, per, times, unit } = form;
  const choose = (by: ThemeRequest['measure']['by']) => set(withMeasure(form, by, numbers, words));
  const isFolded = unit.by !== 'things';
  const none = { value: '', label: t('theme.noTimes') };
  return (
    <>
      <ChoiceField
        label={t('theme.measure')}
        value={measure.by}
        options={[
          { value: 'number', label: t('theme.number'), disabled: numbers.length === 0 },
          { value: 'count', label: t('theme.count'), disabled: !isFolded },
          { value: 'words', label: t('theme.words'), disabled: words.length === 0 },
        ]}
        onChange={choose}
      />
      {measure.by !== 'count' && (
        <ChoiceField
          label={t('theme.column')}
          value={keyOf(measure.column)}
          options={optionsOf(measure.by === 'number' ? numbers : words)}
          onChange={(key) => {
            const column = find(key);
            if (column) set({ ...form, measure: { ...measure, column } });
          }}
        />
      )}
      {measure.by === 'number' && isFolded && (
        <Fields
          of={NumberMeasure}
          only={['fold']}
          value={measure}
          onChange={(part) => set({ ...form, measure: { ...measure, ...part } })}
        />
      )}
      {measure.by !== 'words' && (
        <>
          <ChoiceField
            label={t('theme.per')}
            value={per.by === 'number' ? keyOf(per.column) : per.by}
            options={[
              { value: 'nothing', label: t('theme.nothing') },
              { value: 'area', label: t('theme.perArea') },
              ...optionsOf(numbers),
            ]}
            onChange={(key) => set({ ...form, per: perOf(key, find(key)) })}
          />
          <ChoiceField
            label={t('theme.times')}
            value={times.by === 'until' ? keyOf(times.column) : times.by === 'columns' ? 'columns' : ''}
            options={[
              none,
              { value: 'columns', label: t('theme.timeColumns'), disabled: numbers.length < 2 },
              ...(isFolded
                ? optionsOf(numbers).map(({ value, label }) => ({ value, label: t('theme.until', { label }) }))
                : []),
            ]}
            onChange={(key) => set({ ...form, times: timesOf(key, find(key), numbers) })}
          />
          <TimeFields form={form} set={set} />
        </>
      )}
    </>
  );
}

/** Which columns are the steps, or up to which values. */
function TimeFields({ form, set }: FieldProps) {
  const { t } = useWords();
  const { numbers, label } = useColumns(form);
  const { times } = form;
  const [typed, setTyped] = useState<string | null>(null);
  if (times.by === 'none') return null;
  if (times.by === 'columns')
    return (
      <fieldset className="theme-steps">
        <legend className="note">{t('theme.steps')}</legend>
        {numbers.map((column) => {
          const isIn = times.columns.some((one) => keyOf(one) === keyOf(column));
          return (
            <label key={keyOf(column)} className="check">
              <input
                type="checkbox"
                checked={isIn}
                onChange={() => {
                  const wanted = numbers.filter((one) =>
                    keyOf(one) === keyOf(column) ? !isIn : times.columns.some((other) => keyOf(other) === keyOf(one)),
                  );
                  if (wanted.length > 1) set({ ...form, times: { by: 'columns', columns: wanted } });
                }}
              />
              {label(column)}
            </label>
          );
        })}
      </fieldset>
    );
  return (
    <TextField
      label={t('theme.steps')}
      value={typed ?? times.values.join(', ')}
      onChange={(text) => {
        setTyped(text);
        const values = text.split(/[,，、;\s]+/).flatMap((part) => (part === '' ? [] : [Number(part)]));
        const isRising = values.every((one, i) => Number.isFinite(one) && (i === 0 || one > values[i - 1]));
        if (values.length > 1 && isRising) set({ ...form, times: { ...times, values } });
      }}
    />
  );
}

function UnitFields({ form, set }: FieldProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(thematicMapsController);
  const facts = useQuery('theme facts', () => controller.facts());
  const hasDistricts = facts.kind === 'answered' && facts.answer.hasDistricts;
  const { unit } = form;
  const areas = mappable(twin.city).filter(({ kind }) => kind === 'area' || kind === 'water');
  return (
    <>
      <ChoiceField
        label={t('theme.unit')}
        value={unit.by}
        options={[
          { value: 'things', label: t('theme.things') },
          { value: 'grid', label: t('theme.grid') },
          { value: 'areas', label: t('theme.areas'), disabled: areas.length === 0 },
          { value: 'districts', label: t('theme.districts'), disabled: !hasDistricts },
        ]}
        onChange={(by) => set(withUnit(twin.city, form, by))}
      />
      {unit.by === 'areas' && (
        <ChoiceField
          label={t('theme.areaLayer')}
          value={unit.layer}
          options={areas.map(({ id, label }) => ({ value: id, label: of(label) }))}
          onChange={(layer) => set({ ...form, unit: { by: 'areas', layer } })}
        />
      )}
      {unit.by === 'grid' && (
        <>
          <Fields
            of={GridUnit}
            only={['cellM']}
            value={unit}
            onChange={(part) => set({ ...form, unit: { ...unit, ...part } })}
          />
          <NumberField
            label={t('theme.smooth')}
            {...boundsOf(GridUnit.entries.smoothM)}
            value={unit.smoothM ?? 0}
            onChange={(smoothM) =>
              set({ ...form, unit: { by: 'grid', cellM: unit.cellM, ...(smoothM >= 1 ? { smoothM } : {}) } })
            }
          />
        </>
      )}
    </>
  );
}

function ClassFields({ form, set }: FieldProps) {
  const { t } = useWords();
  const { classes } = form;
  const count = classes.by === 'own' ? classes.breaks.length + 1 : classes.count;
  return (
    <>
      <ChoiceField
        label={t('theme.classes')}
        value={classes.by}
        options={[
          { value: 'natural', label: t('theme.natural') },
          { value: 'quantile', label: t('theme.quantile') },
          { value: 'equal', label: t('theme.equal') },
          { value: 'own', label: t('theme.own'), disabled: classes.by !== 'own' },
        ]}
        onChange={(by) => {
          if (by !== 'own') set({ ...form, classes: { by, count: Math.max(2, count) } });
        }}
      />
      {classes.by !== 'own' && (
        <Fields
          of={CountedClasses}
          only={['count']}
          value={classes}
          onChange={(part) => set({ ...form, classes: { ...classes, ...part } })}
        />
      )}
      <Fields
        of={ThemeRequest}
        only={['show', 'palette']}
        value={form}
        onChange={(part) => set({ ...form, ...part })}
      />
      <p className="note">{t('theme.paletteNote')}</p>
    </>
  );
}

function Captions({ form, set }: FieldProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const layer = twin.city.layers.find(({ id }) => id === form.layer);
  return (
    <>
      <TextField label={t('theme.mapTitle')} value={form.title} onChange={(title) => set({ ...form, title })} />
      <TextField
        label={t('theme.source')}
        value={form.source}
        hint={layer ? of(layer.source.name) : ''}
        onChange={(source) => set({ ...form, source })}
      />
      <TextField
        label={t('theme.date')}
        value={form.date}
        hint={layer?.source.date ?? ''}
        onChange={(date) => set({ ...form, date })}
      />
    </>
  );
}
