import { type DragEvent, useRef, useState } from 'react';
import { crowdNoteText } from '../city/crowd-note.ts';
import { CrowdRefusal, crowdProblemText } from '../city/crowd-problem.ts';
import { atHomeRatio, DAYS } from '../city/population.ts';
import {
  boxOfCrowd,
  CROWD_PRESETS,
  type CrowdCaseFacts,
  type CrowdForm,
  type CrowdHomes,
  type CrowdOffer,
  type CrowdOrder,
  type CrowdPicking,
  type CrowdStand,
  HOME_PEOPLE,
  type OfferedHomes,
  type OfferedLine,
  type OfferedStand,
  SPREAD_PEOPLE,
} from '../twin/crowd.ts';
import { chosenCase, exitsInReach, peopleAtHome, spreadPeople } from '../twin/crowd-case.ts';
import { countedOn } from '../twin/crowd-counted.ts';
import type { CrowdEstimate } from '../twin/crowd-desk.ts';
import { isGoing, reasonOf } from '../twin/runs.ts';
import { cityTime, formatTime } from './city-time.ts';
import { Failure, Segmented, Slider, Switch } from './controls.tsx';
import { nameOf } from './crowd-names.ts';
import { waitText } from './flood-time.ts';
import { Amount, Choice, Part, Pick, Row } from './form-fields.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from './format.ts';
import { Icon } from './icons.tsx';
import { type Estimated, freeName, saveFile, useEstimate } from './run-parts.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

const ENDS_MIN = [5, 10, 15, 30, 60, 120];
/** So many ways out are listed by name; the others are taken or left by kind. */
const MOST_LISTED = 24;
const DENSEST_PER_M2 = 2;

/** All that a run is asked, and what it will cost before it is begun. */
export function CrowdFormBody({ onStarted }: { onStarted: () => void }) {
  const { t } = useWords();
  const { crowd, twin } = useSurroundings();
  const form = useTwin((state) => state.crowdForm);
  const offer = useTwin((state) => state.crowdOffer);
  const cases = useTwin((state) => state.crowdCases);
  const isBusy = useTwin((state) => state.crowdRuns.some(({ status }) => isGoing(status)));
  const estimate = useEstimate(offer && !isBusy ? form : null, () =>
    form ? crowd.estimate(form) : Promise.reject(new Error('no form')),
  );
  const files = useCaseFile();
  if (!form) return null;
  const start = () => {
    crowd.start(freeName(twin.getState().crowdRuns, (letter) => t('run.runName', { letter })));
    onStarted();
  };
  return (
    <section className={`run-form${files.isOver ? ' over' : ''}`} aria-label={t('run.setUp')} {...files.drop}>
      <PlacePart form={form} cases={cases} offer={offer} files={files} />
      {form.place.kind === 'area' && offer && offer.stands.length > 0 && <Stands form={form} stands={offer.stands} />}
      {form.place.kind === 'area' && offer?.homes && offer.homes.houses.length > 0 && (
        <Homes form={form} offered={offer.homes} />
      )}
      {form.place.kind === 'area' && offer && <Exits form={form} offer={offer} />}
      <Lines form={form} />
      <Marshals form={form} cases={cases} offer={offer} />
      {offer && offer.gates.length > 0 && <Gates form={form} gates={offer.gates} />}
      <Water form={form} />
      <Walking form={form} />
      <div className="run-it">
        <Cost estimate={estimate} isBusy={isBusy} />
        <div className="actions">
          <button
            type="button"
            className="btn primary wide"
            disabled={isBusy || estimate?.kind !== 'answered'}
            onClick={start}
          >
            <Icon name="play" />
            {t(isBusy ? 'run.busy' : 'run.start')}
          </button>
        </div>
        {estimate?.kind === 'answered' && (
          <button
            type="button"
            className="btn small"
            onClick={() =>
              saveFile('crowd-case.json', 'application/json', JSON.stringify(crowd.caseOf(form), undefined, 2))
            }
          >
            {t('crowd.saveCase')}
          </button>
        )}
      </div>
    </section>
  );
}

function Cost({ estimate, isBusy }: { estimate: Estimated<CrowdEstimate>; isBusy: boolean }) {
  const { t, language } = useWords();
  if (isBusy) return null;
  if (estimate?.kind === 'failed')
    return <Failure what={t('run.refused')} reason={refusalText(estimate.error, language)} />;
  const answer = estimate?.answer;
  return (
    <section className="cost" aria-live="polite">
      <p>
        {answer
          ? t('crowd.cost', {
              people: formatTotal(answer.people, language),
              time: waitText(answer.seconds),
              memory: `${formatNumber(answer.memoryBytes / 2 ** 20)}${THIN_SPACE}MB`,
            })
          : t('run.costing')}
      </p>
      {answer && answer.notes.length > 0 && (
        <details>
          <summary className="note">{t('run.limits', { amount: answer.notes.length })}</summary>
          <ul className="notes">
            {answer.notes.map((note) => (
              <li key={JSON.stringify(note)} className="note">
                {crowdNoteText(note, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const refusalText = (error: unknown, language: 'zh' | 'en'): string =>
  error instanceof CrowdRefusal
    ? error.problems.map((problem) => crowdProblemText(problem, language)).join('\n')
    : reasonOf(error);

type Reading = { kind: 'idle' } | { kind: 'reading'; file: string } | { kind: 'failed'; error: unknown };
type CaseFile = ReturnType<typeof useCaseFile>;

/** A case from a file, by the button or dropped on the form. */
function useCaseFile() {
  const { crowd } = useSurroundings();
  const [state, setState] = useState<Reading>({ kind: 'idle' });
  const [isOver, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (!file) return;
    setState({ kind: 'reading', file: file.name });
    crowd.openFile(file).then(
      () => setState({ kind: 'idle' }),
      (error: unknown) => setState({ kind: 'failed', error }),
    );
  };
  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer.files[0]);
    },
  };
  return { state, isOver, take, drop };
}

function CaseFilePart({ files: { state, take } }: { files: CaseFile }) {
  const { t, language } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="actions">
        <input
          ref={input}
          type="file"
          hidden
          accept=".json"
          aria-label={t('crowd.openCase')}
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
        <button type="button" className="btn small" onClick={() => input.current?.click()}>
          <Icon name="plus" />
          {t('crowd.openCase')}
        </button>
      </div>
      {state.kind === 'reading' && (
        <p className="note" role="status">
          {t('crowd.readingCase', { file: state.file })}
        </p>
      )}
      {state.kind === 'failed' && <Failure what={t('crowd.caseNotRead')} reason={refusalText(state.error, language)} />}
    </>
  );
}

function PlacePart({
  form,
  cases,
  offer,
  files,
}: {
  form: CrowdForm;
  cases: readonly CrowdCaseFacts[];
  offer: CrowdOffer | null;
  files: CaseFile;
}) {
  const { t, of, language } = useWords();
  const { twin, globe } = useSurroundings();
  const { changeCrowd } = twin.getState();
  const { place } = form;
  const boxM = boxOfCrowd(form, cases);
  const choose = (id: string) => {
    const chosen = cases.find((each) => each.id === id);
    if (chosen) changeCrowd(chosenCase(chosen));
  };
  const look = () => {
    if (!boxM) return;
    const [westM, southM, eastM, northM] = boxM;
    globe.flyToPlace({
      eastM: (westM + eastM) / 2,
      northM: (southM + northM) / 2,
      upM: 0,
      radiusM: Math.hypot(eastM - westM, northM - southM) / 2,
    });
  };
  return (
    <Part title={t('crowd.place')}>
      {cases.length > 0 && (
        <ul className="choices">
          {cases.map(({ id, title, people }) => (
            <li key={id}>
              <button
                type="button"
                className="choice"
                aria-pressed={place.kind === 'case' && place.id === id}
                onClick={() => choose(id)}
              >
                {of(title)}
                <span className="note">{t('crowd.people', { people: formatTotal(people, language) })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <CaseFilePart files={files} />
      <div className="actions">
        <CrowdPick what="area" icon="pin" label={t('run.pickArea')} hint={t('run.pickingArea')} />
        <button type="button" className="btn small" onClick={look}>
          <Icon name="camera" />
          {t('run.lookAtArea')}
        </button>
      </div>
      {place.kind === 'area' && (
        <>
          <p>
            {formatNumber(place.area.eastM - place.area.westM)} × {formatNumber(place.area.northM - place.area.southM)}
            {THIN_SPACE}m
            {offer && (
              <span className="note">
                {' '}
                {t('crowd.walkable', { area: formatTotal(Math.round(offer.walkableM2), language) })}
              </span>
            )}
          </p>
          <Slider
            label={t('crowd.density')}
            value={place.perM2}
            min={0}
            max={DENSEST_PER_M2}
            step={0.01}
            text={`${formatNumber(place.perM2, 2)}${THIN_SPACE}/m²`}
            onChange={(perM2) => changeCrowd({ place: { ...place, perM2 } })}
          />
          {offer && (
            <p className="note">
              {t('crowd.people', {
                people: formatTotal(spreadPeople(place.perM2, offer.walkableM2), language),
              })}
            </p>
          )}
        </>
      )}
    </Part>
  );
}

function CrowdPick({ what, ...rest }: { what: CrowdPicking; icon: 'pin' | 'ruler'; label: string; hint: string }) {
  const { twin } = useSurroundings();
  const isPicking = useTwin((state) => state.crowdPicking === what);
  return <Pick {...rest} isPicking={isPicking} onPick={(on) => twin.getState().pickCrowd(on ? what : null)} />;
}

/** As often as the counters of a platform speak. */
const COUNTED_EVERY_MS = 10_000;
const STAND_KINDS = ['seats', 'platform'] as const;

/** As full as somebody says, all of a kind together; or each by a number of its own. */
function Stands({ form, stands }: { form: CrowdForm; stands: readonly OfferedStand[] }) {
  const { t, of, language } = useWords();
  const { twin } = useSurroundings();
  const peopleOn = (id: string) => form.stands.find((stand) => stand.id === id)?.people ?? 0;
  const fill = (numbers: readonly CrowdStand[]) =>
    twin.getState().changeCrowd({
      stands: [
        ...form.stands.filter(({ id }) => numbers.every((each) => each.id !== id)),
        ...numbers.filter(({ people }) => people > 0),
      ],
    });
  return (
    <Part title={t('crowd.stands')}>
      {STAND_KINDS.map((kind) => {
        const own = stands.filter((stand) => stand.kind === kind);
        if (own.length === 0) return null;
        const people = own.reduce((sum, { id }) => sum + peopleOn(id), 0);
        const places = own.reduce((sum, stand) => sum + stand.places, 0);
        return (
          <div key={kind}>
            <Slider
              label={t(`crowd.standKinds.${kind}`)}
              value={Math.round((100 * people) / places)}
              min={0}
              max={100}
              step={5}
              text={`${formatNumber((100 * people) / places)}${THIN_SPACE}%`}
              onChange={(pct) =>
                fill(own.map((stand) => ({ id: stand.id, people: Math.round((stand.places * pct) / 100) })))
              }
            />
            <p className="note">
              {t('crowd.standing', { people: formatTotal(people, language), places: formatTotal(places, language) })}
            </p>
            {kind === 'platform' && <Counters form={form} platforms={own} onTake={fill} />}
            <details>
              <summary className="note">{t('crowd.each')}</summary>
              {own.map((stand) => (
                <Amount
                  key={stand.id}
                  label={nameOf(stand, own, of)}
                  unit={`/${THIN_SPACE}${formatNumber(stand.places)}`}
                  value={peopleOn(stand.id)}
                  min={0}
                  max={stand.places}
                  onChange={(number) => fill([{ id: stand.id, people: Math.round(number) }])}
                />
              ))}
            </details>
          </div>
        );
      })}
      <p className="note">{t('crowd.standRule')}</p>
    </Part>
  );
}

/** Platforms that have counters of people/m²: what these say now can be taken, with its time; who is silent is named. */
function Counters({
  form,
  platforms,
  onTake,
}: {
  form: CrowdForm;
  platforms: readonly OfferedStand[];
  onTake: (numbers: readonly CrowdStand[]) => void;
}) {
  const { t, of, language } = useWords();
  const { twin, feeds } = useSurroundings();
  const nowMs = useTwin((state) => Math.floor(state.feedMs / COUNTED_EVERY_MS) * COUNTED_EVERY_MS);
  const isHeard = useTwin((state) => state.feed.kind === 'live' || state.feed.kind === 'cut');
  const live = isHeard ? feeds.live() : null;
  const timeOf = (timeMs: number) => formatTime(cityTime(timeMs, twin.city.zone), true);
  return platforms.map((platform) => {
    const name = nameOf(platform, platforms, of);
    const countedMs = form.stands.find(({ id }) => id === platform.id)?.countedMs;
    const counted = live && countedOn(platform, live, nowMs);
    return (
      <div key={platform.id}>
        {countedMs !== undefined && (
          <p className="note">{t('crowd.counted.taken', { name, time: timeOf(countedMs) })}</p>
        )}
        {counted && counted.people !== null && (
          <>
            <p className="note">
              {t('crowd.counted.says', {
                ...{ name, time: timeOf(counted.timeMs), amount: counted.heard },
                ...{ density: formatNumber(counted.perM2, 2), people: formatTotal(counted.people, language) },
              })}
            </p>
            <div className="actions">
              <button
                type="button"
                className="btn small"
                onClick={() => onTake([{ id: platform.id, people: counted.people ?? 0, countedMs: counted.timeMs }])}
              >
                <Icon name="check" />
                {t('crowd.counted.take')}
              </button>
            </div>
          </>
        )}
        {counted && counted.silent.length > 0 && (
          <p className="note">{t('crowd.counted.silent', { name, ids: counted.silent.join(', ') })}</p>
        )}
      </div>
    );
  });
}

const MIN_PER_H = 60;
/** The hour is chosen in halves. */
const HALF_H_MS = 1_800_000;

const hourText = (hour: number): string =>
  formatTime({ hour: Math.floor(hour), minute: (hour % 1) * MIN_PER_H, second: 0 });

/** People in the box's houses: as many as live there, times the share that is at home at an hour of the week. */
function Homes({ form: { homes }, offered }: { form: CrowdForm; offered: OfferedHomes }) {
  const { t, language } = useWords();
  const { twin } = useSurroundings();
  const shownMs = useTwin((state) => Math.floor(state.shownTimeMs / HALF_H_MS) * HALF_H_MS);
  const change = (next: CrowdHomes | null) => twin.getState().changeCrowd({ homes: next });
  const { hour, minute, weekday } = cityTime(shownMs, twin.city.zone);
  const shown: CrowdHomes = {
    day: weekday === 0 || weekday === 6 ? 'weekend' : 'weekday',
    hour: hour + (minute >= MIN_PER_H / 2 ? 0.5 : 0),
  };
  const label = t('crowd.homes.on');
  const people = peopleAtHome(homes, offered).reduce((sum, house) => sum + house.people, 0);
  return (
    <Part title={t('crowd.homes.title')}>
      <div className="field">
        <span>{label}</span>
        <Switch label={label} on={homes !== null} onChange={(on) => change(on ? shown : null)} />
      </div>
      {homes && (
        <>
          <Segmented
            small
            label={t('crowd.homes.day')}
            value={homes.day}
            options={DAYS.map((value) => ({ value, label: t(`crowd.homes.days.${value}`) }))}
            onChange={(day) => change({ ...homes, day })}
          />
          <Slider
            label={t('crowd.homes.hour')}
            value={homes.hour}
            min={0}
            max={23.5}
            step={0.5}
            text={hourText(homes.hour)}
            onChange={(next) => change({ ...homes, hour: next })}
          />
          {(shown.day !== homes.day || shown.hour !== homes.hour) && (
            <div className="actions">
              <button type="button" className="btn small" onClick={() => change(shown)}>
                <Icon name="check" />
                {t('crowd.homes.asShown', { day: t(`crowd.homes.days.${shown.day}`), time: hourText(shown.hour) })}
              </button>
            </div>
          )}
          <p className="note">
            {t('crowd.homes.says', {
              houses: formatTotal(offered.houses.length, language),
              residents: formatTotal(
                offered.houses.reduce((sum, { residents }) => sum + residents, 0),
                language,
              ),
              percent: formatNumber(100 * atHomeRatio(offered.atHome, homes.day, homes.hour)),
              people: formatTotal(people, language),
            })}
          </p>
          <p className="note">{t('crowd.homes.rule')}</p>
        </>
      )}
    </Part>
  );
}

const KINDS = ['edge', 'exit', 'shelter', 'station'] as const;

/** By kind, and each by name while they are few. */
function Exits({ form, offer }: { form: CrowdForm; offer: CrowdOffer }) {
  const { t, of } = useWords();
  const { twin } = useSurroundings();
  const { changeCrowd } = twin.getState();
  const inReach = exitsInReach(form, offer);
  const take = (ids: readonly string[], on: boolean) => {
    const rest = form.exits.filter((id) => !ids.includes(id));
    changeCrowd({ exits: on ? [...rest, ...ids] : rest });
  };
  return (
    <Part title={t('crowd.exits')}>
      {KINDS.map((kind) => {
        const ids = inReach.filter((exit) => exit.kind === kind).map(({ id }) => id);
        if (ids.length === 0) return null;
        const taken = ids.filter((id) => form.exits.includes(id)).length;
        const label = t(`crowd.exitKinds.${kind}`);
        return (
          <div key={kind} className="field">
            <span>
              {label} <span className="note">{`${taken}/${ids.length}`}</span>
            </span>
            <Switch label={label} on={taken > 0} onChange={(on) => take(ids, on)} />
          </div>
        );
      })}
      {inReach.length < offer.exits.length && (
        <p className="note">{t('crowd.outOfReach', { amount: offer.exits.length - inReach.length })}</p>
      )}
      {inReach.length > 0 && inReach.length <= MOST_LISTED && (
        <details>
          <summary className="note">{t('crowd.each')}</summary>
          {inReach.map((exit) => (
            <Tick
              key={exit.id}
              name={nameOf(exit, inReach, of)}
              line={exit}
              on={form.exits.includes(exit.id)}
              onChange={(on) => take([exit.id], on)}
            />
          ))}
        </details>
      )}
    </Part>
  );
}

function Tick({
  name,
  line,
  on,
  onChange,
}: {
  name: string;
  line: OfferedLine;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const widthM = Math.hypot(line.to[0] - line.from[0], line.to[1] - line.from[1]);
  return (
    <label className="tick">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      {name}
      <span className="note">
        {formatNumber(widthM, 1)}
        {THIN_SPACE}m
      </span>
    </label>
  );
}

/** Ways out and barriers that somebody draws, by their two ends. */
function Lines({ form: { lines } }: { form: CrowdForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeCrowd } = twin.getState();
  return (
    <Part title={t('crowd.drawn')}>
      {lines.map(({ id, kind, from, to }) => (
        <Row
          key={id}
          title={t(`crowd.lines.${kind}`, {
            id: id.slice(kind.length + 1),
            length: formatNumber(Math.hypot(to[0] - from[0], to[1] - from[1]), 1),
          })}
          onRemove={() => changeCrowd({ lines: lines.filter((line) => line.id !== id) })}
        >
          {null}
        </Row>
      ))}
      <div className="actions">
        <CrowdPick what="exit" icon="pin" label={t('crowd.pickExit')} hint={t('crowd.pickingLine')} />
        <CrowdPick what="barrier" icon="ruler" label={t('crowd.pickBarrier')} hint={t('crowd.pickingLine')} />
      </div>
    </Part>
  );
}

/** Who is sent where, and when; what contradicts itself the estimate refuses in words. */
function Marshals({
  form,
  cases,
  offer,
}: {
  form: CrowdForm;
  cases: readonly CrowdCaseFacts[];
  offer: CrowdOffer | null;
}) {
  const { t, of } = useWords();
  const { twin } = useSurroundings();
  const { place, homes, orders, lines } = form;
  const written = place.kind === 'case' ? cases.find(({ id }) => id === place.id) : undefined;
  const taken = offer ? exitsInReach(form, offer).filter(({ id }) => form.exits.includes(id)) : [];
  const stands = offer?.stands.filter(({ id }) => form.stands.some((stand) => stand.id === id)) ?? [];
  const itself = (value: string) => ({ value, label: value });
  const people = written
    ? written.populations.map(itself)
    : [
        ...(place.kind === 'area' && place.perM2 > 0 ? [{ value: SPREAD_PEOPLE, label: t('crowd.spread') }] : []),
        ...(homes ? [{ value: HOME_PEOPLE, label: t('crowd.homes.title') }] : []),
        ...stands.map((stand) => ({ value: stand.id, label: nameOf(stand, stands, of) })),
      ];
  const ways = [
    ...(written
      ? written.exits.map(itself)
      : taken.map((exit) => ({ value: exit.id, label: nameOf(exit, taken, of) }))),
    ...lines
      .filter(({ kind }) => kind === 'exit')
      .map(({ id, kind, from, to }) => ({
        value: id,
        label: t(`crowd.lines.${kind}`, {
          id: id.slice(kind.length + 1),
          length: formatNumber(Math.hypot(to[0] - from[0], to[1] - from[1]), 1),
        }),
      })),
  ];
  const change = (next: readonly CrowdOrder[]) => twin.getState().changeCrowd({ orders: next });
  const changeOne = (at: number, part: Partial<CrowdOrder>) =>
    change(orders.map((order, k) => (k === at ? { ...order, ...part } : order)));
  /** What an order names stays to be seen when nobody offers it any more. */
  const withOwn = (options: readonly { value: string; label: string }[], own: string) =>
    options.some(({ value }) => value === own) ? options : [...options, itself(own)];
  const canAdd = people.length > 0 && ways.length > 0;
  return (
    <Part title={t('crowd.marshals.title')}>
      {orders.map((order, at) => (
        <Row
          key={at}
          title={t('crowd.marshals.order', { number: at + 1 })}
          onRemove={() => change(orders.filter((_, k) => k !== at))}
        >
          <Choice
            label={t('crowd.marshals.who')}
            value={order.population}
            options={withOwn(people, order.population)}
            onChange={(population) => changeOne(at, { population })}
          />
          <Choice
            label={t('crowd.marshals.to')}
            value={order.exit}
            options={withOwn(ways, order.exit)}
            onChange={(exit) => changeOne(at, { exit })}
          />
          <Amount
            label={t('crowd.marshals.from')}
            unit="min"
            value={order.fromMin}
            min={0}
            max={order.toMin}
            onChange={(fromMin) => changeOne(at, { fromMin })}
          />
          <Amount
            label={t('crowd.marshals.until')}
            unit="min"
            value={order.toMin}
            min={order.fromMin}
            max={1440}
            onChange={(toMin) => changeOne(at, { toMin })}
          />
          <Slider
            label={t('crowd.marshals.follow')}
            value={order.followPct}
            min={0}
            max={100}
            step={5}
            text={`${formatNumber(order.followPct)}${THIN_SPACE}%`}
            onChange={(followPct) => changeOne(at, { followPct })}
          />
        </Row>
      ))}
      {orders.length > 0 && <p className="note">{t('crowd.marshals.rule')}</p>}
      <div className="actions">
        <button
          type="button"
          className="btn small"
          disabled={!canAdd}
          onClick={() =>
            change([
              ...orders,
              { population: people[0].value, exit: ways[0].value, fromMin: 0, toMin: form.endMin, followPct: 100 },
            ])
          }
        >
          <Icon name="plus" />
          {t('crowd.marshals.add')}
        </button>
      </div>
    </Part>
  );
}

function Gates({ form: { shut }, gates }: { form: CrowdForm; gates: readonly OfferedLine[] }) {
  const { t, of } = useWords();
  const { twin } = useSurroundings();
  const change = (id: string, on: boolean) =>
    twin.getState().changeCrowd({ shut: on ? [...shut, id] : shut.filter((each) => each !== id) });
  return (
    <Part title={t('crowd.gates')}>
      <details open={shut.length > 0}>
        <summary className="note">{t('crowd.shut', { amount: shut.length, all: gates.length })}</summary>
        <div className="ticks">
          {gates.map((gate) => (
            <Tick
              key={gate.id}
              name={nameOf(gate, gates, of)}
              line={gate}
              on={shut.includes(gate.id)}
              onChange={(on) => change(gate.id, on)}
            />
          ))}
        </div>
      </details>
    </Part>
  );
}

/** On one clock with a flood of this window: the crowd starts at the shown time, and meets the water of that minute. */
function Water({ form }: { form: CrowdForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const floods = useTwin((state) => state.floodRuns);
  const shownMs = useTwin((state) => Math.floor(state.shownTimeMs / 60_000) * 60_000);
  const { changeCrowd } = twin.getState();
  const usable = floods.filter(({ timesS }) => timesS.length > 1);
  const chosen = usable.find(({ id }) => id === form.floodId);
  const isWithin =
    chosen && shownMs >= chosen.startMs - 60_000 && shownMs <= chosen.startMs + (chosen.timesS.at(-1) ?? 0) * 1000;
  return (
    <Part title={t('crowd.water')}>
      {usable.length === 0 ? (
        <p className="note">{t('crowd.noFlood')}</p>
      ) : (
        <Choice
          label={t('crowd.flood')}
          value={usable.findIndex(({ id }) => id === form.floodId)}
          options={[{ value: -1, label: t('crowd.dry') }, ...usable.map(({ name }, value) => ({ value, label: name }))]}
          onChange={(at) => changeCrowd({ floodId: usable[at]?.id ?? null })}
        />
      )}
      {chosen && <p className="note">{t(isWithin ? 'crowd.floodRule' : 'crowd.floodOutside')}</p>}
    </Part>
  );
}

function Walking({ form }: { form: CrowdForm }) {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const { changeCrowd } = twin.getState();
  return (
    <Part title={t('crowd.walking')}>
      <Segmented
        small
        label={t('crowd.preset')}
        value={form.preset}
        options={CROWD_PRESETS.map((value) => ({ value, label: t(`crowd.presets.${value}`) }))}
        onChange={(preset) => changeCrowd({ preset })}
      />
      <p className="note">{t(`crowd.presetHints.${form.preset}`)}</p>
      {form.place.kind === 'area' && (
        <div className="field">
          <span>{t('crowd.hesitate')}</span>
          <Switch label={t('crowd.hesitate')} on={form.hesitate} onChange={(hesitate) => changeCrowd({ hesitate })} />
        </div>
      )}
      <Choice
        label={t('crowd.end')}
        value={form.endMin}
        options={[...new Set([...ENDS_MIN, form.endMin])]
          .sort((a, b) => a - b)
          .map((value) => ({ value, label: `${value}${THIN_SPACE}min` }))}
        onChange={(endMin) => changeCrowd({ endMin })}
      />
      <Amount
        label={t('crowd.seed')}
        unit=""
        value={form.seed}
        min={0}
        max={4_294_967_295}
        onChange={(seed) => changeCrowd({ seed: Math.round(seed) })}
      />
    </Part>
  );
}
