import { useId, useState } from 'react';
import { BREAK_METHODS, type BreakMethod, type Summary } from '../../../../model/city/catalogue.ts';
import { unmeasuredCount } from '../../../../model/city/height-origin.ts';
import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { type QueryState, useApp, useController, useQuery, useStore, useTwin } from '../../../kit/app-context.tsx';
import { showLimit } from '../../../kit/attribute-text.ts';
import { ErrorNotice, Panel, Segmented, Skeleton, Switch } from '../../../kit/controls.tsx';
import { formatLimit, formatNumber, formatUnit } from '../../../kit/format.ts';
import { HistogramBars } from '../../../kit/histogram-bars.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { LegendBody } from '../../../kit/legend-body.tsx';
import { useWords } from '../../../kit/words.ts';
import type { Filter } from '../../../twin/colouring.ts';
import { legendOf } from '../../../twin/legend.ts';
import { layersController } from '../controller.ts';
import { ClassList, subjectOf } from './legend.tsx';
import { ValuesFilter } from './values-filter.tsx';

/** Colours a layer by one of its attributes and hides what is outside a range or a choice of values. */
export function ColourPanel({ onClose }: { onClose: () => void }) {
  const { t, of, language } = useWords();
  const { twin, catalogue } = useApp();
  const { subject } = useController(layersController);
  const colouring = useTwin((state) => state.colouring);
  const filters = useTwin((state) => state.filters);
  const wanted = useStore(subject, (state) => state) ?? colouring;
  const candidates = twin.city.layers.filter(({ attributes }) => attributes.some(isCountable));
  const layer = subjectOf(candidates, wanted).layer ?? candidates[0];
  const countable = layer?.attributes.filter(isCountable) ?? [];
  const attribute = countable.find(({ name }) => name === wanted?.attribute) ?? countable[0];
  const isColoured = layer !== undefined && colouring?.layerId === layer.id && colouring.attribute === attribute?.name;
  const method = isColoured ? colouring.method : undefined;
  const key = layer && attribute ? JSON.stringify([layer.id, attribute.name, method]) : null;
  const queryState = useQuery(key, () => catalogue.summarise(layer?.id ?? '', attribute?.name ?? '', method));
  const choose = (layerId: string, name: string | null) => subject.setState({ layerId, attribute: name }, true);
  return (
    <Panel title={t('colour.title')} className="tool" onClose={onClose}>
      {!layer || !attribute ? (
        <p className="vacant">{t('colour.nothing')}</p>
      ) : (
        <>
          <Choice
            label={t('colour.layer')}
            value={layer.id}
            options={candidates.map(({ id, label }) => ({ value: id, label: of(label) }))}
            onChange={(layerId) => choose(layerId, null)}
          />
          <Choice
            label={t('colour.attribute')}
            value={attribute.name}
            options={countable.map(({ name, label, unit }) => ({
              value: name,
              label: withUnit(of(label), formatUnit(unit, language)),
            }))}
            onChange={(name) => {
              choose(layer.id, name);
              if (isColoured) twin.getState().colourBy(layer.id, name);
            }}
          />
          <div className="field">
            <span>{t('layers.colourBy')}</span>
            <Switch
              label={t('common.colourBy', { name: of(attribute.label) })}
              on={isColoured}
              onChange={(on) => twin.getState().colourBy(layer.id, on ? attribute.name : null)}
            />
          </div>
          {isColoured && queryState.kind === 'answered' && (
            <Method layer={layer} attribute={attribute} summary={queryState.answer} />
          )}
          <Values layer={layer} attribute={attribute} queryState={queryState} isColoured={isColoured} />
        </>
      )}
      {filters.length > 0 && <ActiveFilters filters={filters} />}
    </Panel>
  );
}

const withUnit = (label: string, unit: string): string => (unit ? `${label} (${unit})` : label);

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Values({
  layer,
  attribute,
  queryState,
  isColoured,
}: {
  layer: LayerInfo;
  attribute: AttributeInfo;
  queryState: QueryState<Summary>;
  isColoured: boolean;
}) {
  const { t } = useWords();
  if (queryState.kind === 'asking') return <Skeleton />;
  if (queryState.kind === 'failed') return <ErrorNotice what={t('colour.failed')} reason={queryState.reason} />;
  return (
    <Distribution
      key={`${layer.id}/${attribute.name}`}
      layer={layer}
      attribute={attribute}
      summary={queryState.answer}
      isColoured={isColoured}
    />
  );
}

/** How the values of a number are cut into classes. */
function Method({ layer, attribute, summary }: { layer: LayerInfo; attribute: AttributeInfo; summary: Summary }) {
  const { t } = useWords();
  const { twin } = useApp();
  if (summary.kind !== 'number' || !summary.method) return null;
  return (
    <Segmented<BreakMethod>
      label={t('colour.method')}
      value={summary.method}
      options={BREAK_METHODS.map((value) => ({
        value,
        label: t(`colour.${value}`),
        title: t(`colour.${value}Hint`),
      }))}
      onChange={(value) => twin.getState().colourBy(layer.id, attribute.name, value)}
    />
  );
}

function isCountable({ type }: AttributeInfo): boolean {
  return type !== 'string';
}

function Distribution({
  layer,
  attribute,
  summary,
  isColoured,
}: {
  layer: LayerInfo;
  attribute: AttributeInfo;
  summary: Summary;
  isColoured: boolean;
}) {
  const { t, of } = useWords();
  const legend = legendOf(layer, attribute, summary);
  return (
    <>
      {summary.kind === 'number' && legend.kind === 'number' && summary.count > 0 && (
        <Histogram
          name={of(attribute.label)}
          summary={summary}
          colours={isColoured ? legend.tokens : ['line-strong']}
          breaks={isColoured ? legend.breaks : []}
        />
      )}
      {isColoured &&
        (legend.kind === 'number' && summary.kind === 'number' ? (
          <ClassList attribute={attribute} legend={legend} counts={summary.classCounts} />
        ) : (
          <LegendBody attribute={attribute} legend={legend} />
        ))}
      <p className="note">
        {t('colour.withValue', {
          amount: formatNumber(summary.count),
          without: formatNumber(layer.count - summary.count),
        })}
        {isColoured && summary.count < layer.count && ` · ${t('colour.noValue')}`}
      </p>
      {attribute.name === 'height' && unmeasuredCount(layer.assumptions) > 0 && (
        <p className="note warn">
          {t('colour.unmeasured', {
            count: formatNumber(unmeasuredCount(layer.assumptions)),
            all: formatNumber(layer.count),
          })}
        </p>
      )}
      <h3 className="minor">{t('colour.filter')}</h3>
      {summary.kind === 'number' ? (
        <RangeFilter layer={layer} attribute={attribute} min={summary.min} max={summary.max} />
      ) : (
        <ValuesFilter layer={layer} attribute={attribute} values={summary.values} />
      )}
    </>
  );
}

/** How the values spread, with what the axis says. */
function Histogram({
  name,
  summary,
  colours,
  breaks,
}: {
  name: string;
  summary: Extract<Summary, { kind: 'number' }>;
  colours: string[];
  breaks: number[];
}) {
  const { t } = useWords();
  const { from, to, counts } = summary.histogram;
  const colourAt = (value: number) => colours[breaks.filter((limit) => value >= limit).length] ?? colours[0];
  return (
    <figure className="histogram">
      <HistogramBars
        label={t('colour.histogram', { name, amount: formatNumber(summary.count) })}
        counts={counts}
        tokenOf={(bin) => colourAt(from + ((bin + 0.5) / counts.length) * (to - from))}
      />
      <figcaption>
        <span>{formatLimit(Number(from.toPrecision(4)))}</span>
        <span>
          {summary.max > to ? '≥ ' : ''}
          {formatLimit(Number(to.toPrecision(4)))}
        </span>
      </figcaption>
    </figure>
  );
}

function RangeFilter({
  layer,
  attribute,
  min,
  max,
}: {
  layer: LayerInfo;
  attribute: AttributeInfo;
  min: number;
  max: number;
}) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const known = useTwin((state) =>
    state.filters.find((filter) => filter.layerId === layer.id && filter.attribute === attribute.name),
  );
  const active = known?.kind === 'range' ? known : null;
  const [low, setLow] = useState(String(active?.min ?? shortBound(min, min, max, Math.floor)));
  const [high, setHigh] = useState(String(active?.max ?? shortBound(max, min, max, Math.ceil)));
  const from = Number(low);
  const to = Number(high);
  const isValid = low.trim() !== '' && high.trim() !== '' && from <= to;
  const unit = formatUnit(attribute.unit, language);
  return (
    <form
      className="range"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isValid) return;
        twin.getState().setFilter({ layerId: layer.id, attribute: attribute.name, kind: 'range', min: from, max: to });
      }}
    >
      <input
        type="number"
        step="any"
        aria-label={t('colour.min')}
        aria-invalid={!isValid}
        value={low}
        onChange={(event) => setLow(event.currentTarget.value)}
      />
      <span>–</span>
      <input
        type="number"
        step="any"
        aria-label={t('colour.max')}
        aria-invalid={!isValid}
        value={high}
        onChange={(event) => setHigh(event.currentTarget.value)}
      />
      <span className="unit">{unit}</span>
      <span className="space" />
      <button type="submit" className="btn" disabled={!isValid}>
        <Icon name="filter" />
        {t('colour.apply')}
      </button>
    </form>
  );
}

/** A bound beyond every value from `min` to `max` that is short to read: `way` says to which side. */
function shortBound(value: number, min: number, max: number, way: (value: number) => number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(max - min, 1e-6)) - 2);
  return Number((way(value / step) * step).toPrecision(12));
}

function ActiveFilters({ filters }: { filters: Filter[] }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  return (
    <div className="active-filters">
      <h3 className="minor">{t('colour.active')}</h3>
      <div className="chips">
        {filters.map((filter) => {
          const { layer, attribute } = subjectOf(twin.city.layers, filter);
          const name = attribute ? of(attribute.label) : filter.attribute;
          return (
            <button
              key={`${filter.layerId}/${filter.attribute}`}
              type="button"
              className="chip"
              aria-pressed
              aria-label={t('colour.dropOne', { name })}
              onClick={() => twin.getState().dropFilter(filter.layerId, filter.attribute)}
            >
              {layer ? of(layer.label) : filter.layerId} · {name}
              <b>
                {filter.kind === 'values'
                  ? filter.values.length
                  : t('common.range', {
                      min: showLimit(attribute, filter.min),
                      max: showLimit(attribute, filter.max),
                    })}
              </b>
              <Icon name="x" />
            </button>
          );
        })}
      </div>
    </div>
  );
}
