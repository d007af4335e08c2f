import { type ReactNode, useEffect, useId, useState } from 'react';
import { floodNoteText } from '../city/flood-note.ts';
import type { FloodForm, FloodPicking, FloodScheme, FloodSite } from '../twin/flood.ts';
import { type FloodEstimate, isGoing } from '../twin/flood-desk.ts';
import { Failure, IconButton, Segmented, Slider, Switch } from './controls.tsx';
import { waitText } from './flood-time.ts';
import { formatNumber, formatTotal, THIN_SPACE } from './format.ts';
import { Icon } from './icons.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Cells of a run in cells of the city. */
const COARSER = [1, 2, 4, 8];
const DURATIONS_H = [1, 2, 3, 6, 12, 24];
const FRAMES_MIN = [1, 2, 5, 10, 15, 30];
/** A change is estimated when the hand rests. */
const REST_MS = 400;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** All that a run is asked, and what it will cost before it is begun. */
export function FloodFormBody({ onStarted }: { onStarted: () => void }) {
  const { t } = useWords();
  const { flood, twin } = useSurroundings();
  const form = useTwin((state) => state.floodForm);
  const site = useTwin((state) => state.floodSite);
  const isBusy = useTwin((state) => state.floodRuns.some(({ status }) => isGoing(status)));
  const estimate = useEstimate(form);
  if (!form || !site) return null;
  const start = () => {
    const taken = new Set(twin.getState().floodRuns.map(({ name }) => name));
    const names = [...LETTERS].map((letter) => t('flood.runName', { letter }));
    flood.start(names.find((name) => !taken.has(name)) ?? names[0]);
    onStarted();
  };
  return (
    <div className="flood-form">
      <Area form={form} site={site} />
      <Rain form={form} site={site} />
      <River form={form} site={site} />
      <Breaches form={form} site={site} />
      <Walls form={form} />
      {site.hasDrains && <Drains form={form} />}
      <Scheme form={form} />
      <div className="run-it">
        <Cost estimate={estimate} />
        <button
          type="button"
          className="btn primary wide"
          disabled={isBusy || estimate?.kind !== 'answered'}
          onClick={start}
        >
          <Icon name="play" />
          {t(isBusy ? 'flood.busy' : 'flood.start')}
        </button>
      </div>
    </div>
  );
}

type Estimated = { kind: 'answered'; answer: FloodEstimate } | { kind: 'failed'; reason: string } | null;

function useEstimate(form: FloodForm | null): Estimated {
  const { flood } = useSurroundings();
  const [state, setState] = useState<{ form: FloodForm; estimated: Estimated } | null>(null);
  useEffect(() => {
    if (!form) return;
    let isCurrent = true;
    const tell = (estimated: Estimated) => {
      if (isCurrent) setState({ form, estimated });
    };
    const timer = setTimeout(() => {
      flood.estimate(form).then(
        (answer) => tell({ kind: 'answered', answer }),
        (error: unknown) => tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
      );
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [form, flood]);
  return state?.form === form ? state.estimated : null;
}

function Cost({ estimate }: { estimate: Estimated }) {
  const { t, language } = useWords();
  if (estimate?.kind === 'failed') return <Failure what={t('flood.refused')} reason={estimate.reason} />;
  const answer = estimate?.answer;
  return (
    <section className="cost" aria-live="polite">
      <p>
        {answer
          ? t('flood.cost', {
              cells: formatTotal(answer.cells, language),
              time: waitText(answer.seconds),
              memory: `${formatNumber(answer.memoryBytes / 2 ** 20)}${THIN_SPACE}MB`,
            })
          : t('flood.costing')}
      </p>
      {answer && answer.notes.length > 0 && (
        <details>
          <summary className="note">{t('flood.limits', { amount: answer.notes.length })}</summary>
          <ul className="notes">
            {answer.notes.map((note) => (
              <li key={`${note.code} ${JSON.stringify(note.values)}`} className="note">
                {floodNoteText(note, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Area({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const { westM, southM, eastM, northM } = form.area;
  const km = (metres: number) => formatNumber(metres / 1000, 2);
  return (
    <Part title={t('flood.area')}>
      <p>
        {km(eastM - westM)} × {km(northM - southM)}
        {THIN_SPACE}km
      </p>
      <div className="actions">
        <Pick what="area" icon="pin" label={t('flood.pickArea')} hint={t('flood.pickingArea')} />
        <button type="button" className="btn small" onClick={() => changeFlood({ area: site.area })}>
          {t('flood.wholeCity')}
        </button>
      </div>
      <Choice
        label={t('flood.cell')}
        value={form.cellM}
        options={COARSER.map((times) => ({ value: times * site.cellM, label: `${times * site.cellM}${THIN_SPACE}m` }))}
        onChange={(cellM) => changeFlood({ cellM })}
      />
    </Part>
  );
}

function Rain({ form: { rain }, site: { stormYears } }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const hours = rain.kind === 'none' ? 2 : rain.hours;
  return (
    <Part title={t('flood.rain')}>
      <Segmented
        small
        label={t('flood.rain')}
        value={rain.kind}
        options={[
          { value: 'none', label: t('flood.noRain') },
          ...(stormYears
            ? ([
                { value: 'design', label: t('flood.designStorm') },
                { value: 'depth', label: t('flood.givenDepth') },
              ] as const)
            : []),
        ]}
        onChange={(kind) => {
          if (kind === 'none') changeFlood({ rain: { kind } });
          else if (kind === 'depth') changeFlood({ rain: { kind, depthMm: 120, hours } });
          else changeFlood({ rain: { kind, years: stormYears?.at(-1) ?? 100, hours } });
        }}
      />
      {rain.kind === 'design' && stormYears && (
        <Choice
          label={t('flood.years')}
          value={rain.years}
          options={stormYears.map((years) => ({ value: years, label: t('flood.yearsValue', { years }) }))}
          onChange={(years) => changeFlood({ rain: { ...rain, years } })}
        />
      )}
      {rain.kind === 'depth' && (
        <Amount
          label={t('flood.depthMm')}
          unit="mm"
          value={rain.depthMm}
          min={1}
          max={1000}
          onChange={(depthMm) => changeFlood({ rain: { ...rain, depthMm } })}
        />
      )}
      {rain.kind !== 'none' && (
        <Amount
          label={t('flood.hours')}
          unit="h"
          value={rain.hours}
          min={0.25}
          max={24}
          step={0.25}
          onChange={(value) => changeFlood({ rain: { ...rain, hours: value } })}
        />
      )}
    </Part>
  );
}

function River({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  if (site.riverYears.length === 0) return null;
  return (
    <Part title={t('flood.river')}>
      <Choice
        label={t('flood.riverFlood')}
        value={form.riverYears ?? 0}
        options={[
          { value: 0, label: t('flood.riverStill') },
          ...site.riverYears.map((years) => ({ value: years, label: t('flood.yearsValue', { years }) })),
        ]}
        onChange={(years) => changeFlood({ riverYears: years === 0 ? null : years })}
      />
      {form.riverYears !== null && (
        <Slider
          label={t('flood.riverFrom')}
          value={form.riverFromH}
          min={0}
          max={site.riverEndH}
          step={0.5}
          text={t('flood.riverHour', { hour: formatNumber(form.riverFromH, 1) })}
          onChange={(riverFromH) => changeFlood({ riverFromH })}
        />
      )}
      {form.riverYears !== null && <p className="note">{t('flood.riverPeak', { hour: site.riverPeakH })}</p>}
    </Part>
  );
}

function Breaches({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t, of } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const { breaches } = form;
  const nameOf = (id: string) => {
    const planned = site.breaches.find((each) => each.id === id);
    return planned ? `${of(planned.label)} ${chainage(planned.chainageM)}` : id;
  };
  const others = site.breaches.filter(({ id }) => !breaches.some((breach) => breach.id === id));
  const without = (id: string) => breaches.filter((breach) => breach.id !== id);
  return (
    <Part title={t('flood.breach')}>
      {breaches.map((breach) => (
        <Row
          key={breach.id}
          title={breach.kind === 'planned' ? nameOf(breach.id) : t('flood.placedBreach', { id: breach.id.slice(7) })}
          onRemove={() => changeFlood({ breaches: without(breach.id) })}
        >
          <Amount
            label={t('flood.begins')}
            unit="h"
            value={breach.beginH}
            min={0}
            max={form.endH}
            step={0.25}
            onChange={(beginH) =>
              changeFlood({ breaches: breaches.map((each) => (each.id === breach.id ? { ...each, beginH } : each)) })
            }
          />
          {breach.kind === 'placed' && (
            <Amount
              label={t('flood.width')}
              unit="m"
              value={breach.widthM}
              min={5}
              max={500}
              step={5}
              onChange={(widthM) =>
                changeFlood({ breaches: breaches.map((each) => (each.id === breach.id ? { ...each, widthM } : each)) })
              }
            />
          )}
        </Row>
      ))}
      <div className="actions">
        {others.map(({ id, beginH }) => (
          <button
            key={id}
            type="button"
            className="btn small"
            onClick={() =>
              changeFlood({
                breaches: [...breaches, { kind: 'planned', id, beginH: Math.max(0, beginH - form.riverFromH) }],
                ...(form.scheme === 'fast' ? { scheme: 'second' } : {}),
              })
            }
          >
            <Icon name="plus" />
            {nameOf(id)}
          </button>
        ))}
        <Pick what="breach" icon="pin" label={t('flood.pickBreach')} hint={t('flood.pickingBreach')} />
      </div>
    </Part>
  );
}

/** `K2+350`: how far along the river. */
function chainage(metres: number): string {
  return `K${Math.floor(metres / 1000)}+${String(Math.round(metres % 1000)).padStart(3, '0')}`;
}

function Walls({ form: { walls, endH } }: { form: FloodForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const change = (id: string, part: { heightM: number } | { fromH: number }) =>
    changeFlood({ walls: walls.map((each) => (each.id === id ? { ...each, ...part } : each)) });
  const lengthM = (line: readonly (readonly [number, number])[]) =>
    line.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i][0], y - line[i][1]), 0);
  return (
    <Part title={t('flood.wall')}>
      {walls.map(({ id, line, heightM, fromH }) => (
        <Row
          key={id}
          title={t('flood.wallName', { id: id.slice(5), length: formatNumber(lengthM(line)) })}
          onRemove={() => changeFlood({ walls: walls.filter((wall) => wall.id !== id) })}
        >
          <Amount
            label={t('flood.height')}
            unit="m"
            value={heightM}
            min={0.1}
            max={5}
            step={0.1}
            onChange={(value) => change(id, { heightM: value })}
          />
          <Amount
            label={t('flood.stands')}
            unit="h"
            value={fromH}
            min={0}
            max={endH}
            step={0.25}
            onChange={(value) => change(id, { fromH: value })}
          />
        </Row>
      ))}
      <div className="actions">
        <Pick what="wall" icon="ruler" label={t('flood.pickWall')} hint={t('flood.pickingWall')} />
      </div>
    </Part>
  );
}

function Drains({ form: { drains, blockedInletsRatio, pumpsOff } }: { form: FloodForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const percent = Math.round(blockedInletsRatio * 100);
  return (
    <Part title={t('flood.drains')}>
      <div className="field">
        <span>{t('flood.hasDrains')}</span>
        <Switch label={t('flood.hasDrains')} on={drains} onChange={(on) => changeFlood({ drains: on })} />
      </div>
      {drains && (
        <>
          <Slider
            label={t('flood.blocked')}
            value={percent}
            min={0}
            max={100}
            step={5}
            text={`${percent}${THIN_SPACE}%`}
            onChange={(value) => changeFlood({ blockedInletsRatio: value / 100 })}
          />
          <div className="field">
            <span>{t('flood.pumpsOff')}</span>
            <Switch label={t('flood.pumpsOff')} on={pumpsOff} onChange={(on) => changeFlood({ pumpsOff: on })} />
          </div>
        </>
      )}
    </Part>
  );
}

function Scheme({ form }: { form: FloodForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeFlood } = twin.getState();
  const hasBreach = form.breaches.length > 0;
  const schemes: FloodScheme[] = hasBreach ? ['second', 'first'] : ['second', 'first', 'fast'];
  return (
    <Part title={t('flood.computing')}>
      <Segmented
        small
        label={t('flood.scheme')}
        value={form.scheme}
        options={schemes.map((value) => ({ value, label: t(`flood.${value}`) }))}
        onChange={(scheme) => changeFlood({ scheme })}
      />
      <p className="note">{t(hasBreach ? 'flood.noFast' : `flood.${form.scheme}Hint`)}</p>
      <Choice
        label={t('flood.end')}
        value={form.endH}
        options={DURATIONS_H.map((value) => ({ value, label: `${value}${THIN_SPACE}h` }))}
        onChange={(endH) => changeFlood({ endH })}
      />
      <Choice
        label={t('flood.every')}
        value={form.frameEveryMin}
        options={FRAMES_MIN.map((value) => ({ value, label: `${value}${THIN_SPACE}min` }))}
        onChange={(frameEveryMin) => changeFlood({ frameEveryMin })}
      />
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Row({ title, onRemove, children }: { title: string; onRemove: () => void; children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="part-row">
      <p className="row-head">
        <b>{title}</b>
        <span className="space" />
        <IconButton icon="x" label={t('flood.remove', { name: title })} onClick={onRemove} />
      </p>
      {children}
    </div>
  );
}

/** Takes the ruler for it; the same button puts it away. */
function Pick({ what, icon, label, hint }: { what: FloodPicking; icon: 'pin' | 'ruler'; label: string; hint: string }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const isPicking = useTwin((state) => state.floodPicking === what);
  const points = useTwin((state) => state.measuring?.points.length ?? 0);
  const { pickFlood, finishMeasuring } = twin.getState();
  if (!isPicking)
    return (
      <button type="button" className="btn small" onClick={() => pickFlood(what)}>
        <Icon name={icon} />
        {label}
      </button>
    );
  return (
    <>
      <p className="note picking" role="status">
        {hint}
      </p>
      {what === 'wall' && (
        <button type="button" className="btn small primary" disabled={points < 2} onClick={finishMeasuring}>
          <Icon name="check" />
          {t('measure.finish')}
        </button>
      )}
      <button type="button" className="btn small" onClick={() => pickFlood(null)}>
        {t('common.cancel')}
      </button>
    </>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: number;
  options: readonly { value: number; label: string }[];
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What is typed stands as it is until it can be taken; a number out of bounds is marked and not taken. */
function Amount({
  label,
  unit,
  value,
  min,
  max,
  step = 1,
  onChange,
}: {
  label: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isTaken = (text: string) => text.trim() !== '' && Number(text) >= min && Number(text) <= max;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={step}
        value={typed ?? value}
        aria-invalid={typed !== null && !isTaken(typed)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isTaken(text)) onChange(Number(text));
        }}
        onBlur={() => setTyped(null)}
      />
      <span className="unit">{unit}</span>
    </div>
  );
}
