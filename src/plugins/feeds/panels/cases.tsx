import { type FormEvent, useState } from 'react';
import type { Alarm } from '../../../../model/alarms/alarm.ts';
import { PRIORITIES } from '../../../../model/alarms/rules.ts';
import { type CityCase, STAGES, type Stage } from '../../../../model/cases/cases.ts';
import { lonLatFromEnu } from '../../../../model/geo/enu.ts';
import { useApp, useController, useService, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { LoginButton } from '../../../kit/login-button.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayActOnCases } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { needsLogin } from '../../../twin/login-panel.ts';
import type { Twin } from '../../../twin/twin.ts';
import { feedsController } from '../controller.ts';
import { caseLabel } from '../sensor-text.ts';
import { useSensorName } from './alarm-filter.tsx';
import { CaseRow } from './case-row.tsx';

/** Rows drawn at once; more are told by their number. */
const MAX_CASE_ROWS = 60;

/** 一网统管: how many cases stand at each stage, and those of one stage or all that are open. */
export function CasePanel() {
  const { t } = useWords();
  const cases = useTwin((state) => state.cases);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live' || state.feed.kind === 'cut');
  const isUnknown = useTwin(({ feed }) => feed.kind === 'cut' || feed.kind === 'connecting') && cases.length === 0;
  const isForLogin = useTwin(needsLogin);
  const [stage, setStage] = useState<Stage | null>(null);
  const shown = inOrder(cases).filter((one) => (stage ? one.stage === stage : one.stage !== 'closed'));
  const late = cases.filter(({ level }) => level > 0).length;
  return (
    <Panel
      title={t('cases.title')}
      className={`dock cases${shown.length > 0 ? ' grows' : ' idle'}`}
      note={late > 0 ? t('cases.late', { count: formatNumber(late) }) : undefined}
      actions={isFeedConnected ? undefined : <span className="tag stale">{t('figures.notConnected')}</span>}
    >
      <div className="case-stages">
        {STAGES.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={stage === each}
            onClick={() => setStage(stage === each ? null : each)}
          >
            <b>{isUnknown ? NO_VALUE_MARK : formatNumber(cases.filter((one) => one.stage === each).length)}</b>
            <span>{t(`stages.${each}`)}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 ? (
        <EmptyState icon="list">
          {isForLogin ? (
            <LoginButton className="link">{t('cases.needsLogin')}</LoginButton>
          ) : (
            t(isUnknown ? 'cases.unknown' : stage ? 'cases.noneThere' : 'cases.none')
          )}
        </EmptyState>
      ) : (
        <ul className="case-list">
          {shown.slice(0, MAX_CASE_ROWS).map((one) => (
            <CaseRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {shown.length > MAX_CASE_ROWS && (
        <p className="note more">{t('cases.more', { count: formatNumber(shown.length - MAX_CASE_ROWS) })}</p>
      )}
    </Panel>
  );
}

/** In an object's card: its cases, and the way to a new one for whoever may. */
export function CasesOfObject() {
  const { name, description } = useCardSubject();
  const { id, place } = description;
  const { t } = useWords();
  const { twin } = useApp();
  const cases = useTwin((state) => state.cases);
  const account = useTwin((state) => state.account);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live' && state.replay === null);
  const [isFiling, setFiling] = useState(false);
  const found = inOrder(cases.filter(({ object, alarm }) => object === id || alarm?.startsWith(`${id}/`)));
  const mayFile = isFeedConnected && mayActOnCases(account);
  if (found.length === 0 && !mayFile) return null;
  const { eastM, northM, upM } = place;
  return (
    <section className="card-cases">
      <h3 className="minor">{t('cases.title')}</h3>
      <ul className="case-list">
        {found.slice(0, MAX_CASE_ROWS).map((one) => (
          <CaseRow key={one.id} one={one} />
        ))}
      </ul>
      {mayFile && !isFiling && (
        <button type="button" className="btn" onClick={() => setFiling(true)}>
          {t('cases.file')}
        </button>
      )}
      {mayFile && isFiling && (
        <FilingForm
          name={name}
          subject={{ object: id, ...placeOf(twin, eastM, northM, upM) }}
          onEnd={() => setFiling(false)}
        />
      )}
    </section>
  );
}

type Subject = Pick<CityCase, 'object' | 'place'>;

function FilingForm({ name, subject, onEnd }: { name: string; subject: Subject; onEnd: () => void }) {
  const { t } = useWords();
  const file = useFiling();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const priority = PRIORITIES.find((each) => each === Number(form.get('priority'))) ?? 3;
    file({ ...subject, title: String(form.get('title')), priority, alarm: null }, onEnd);
  };
  return (
    <form className="case-form" onSubmit={submit}>
      <label>
        {t('cases.subject')}
        <input name="title" required maxLength={200} defaultValue={name} />
      </label>
      <label>
        {t('cases.priority')}
        <select name="priority" defaultValue={3}>
          {PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {t(`cases.priorities.${priority}`)}
            </option>
          ))}
        </select>
      </label>
      <p className="alarm-actions">
        <button type="submit" className="btn primary">
          {t('cases.file')}
        </button>
        <button type="button" className="btn ghost" onClick={onEnd}>
          {t('common.close')}
        </button>
      </p>
    </form>
  );
}

/** Beside an alarm: its open case, or the word that files one; read aloud, it says of which alarm. */
export function CaseOfAlarm({ alarm, name }: { alarm: Alarm; name: string }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  const known = useTwin((state) => state.cases.find((one) => one.alarm === alarm.key && one.stage !== 'closed'));
  const account = useTwin((state) => state.account);
  const file = useFiling();
  const nameOf = useSensorName();
  if (known)
    return (
      <button type="button" className="btn ghost" onClick={() => twin.getState().openCase(known.id)}>
        {caseLabel(known, language)}
      </button>
    );
  const live = feeds.live();
  const place = live && alarm.stream !== null ? live.placeOf(alarm.stream) : null;
  if (!live || !place || !mayActOnCases(account)) return null;
  const sensor = live.sensors[place.sensor];
  const [eastM, northM, upM] = live.placesM.subarray(3 * place.sensor, 3 * place.sensor + 3);
  const { key, meaning } = alarm;
  const subject = { object: sensor.of || sensor.id, ...placeOf(twin, eastM, northM, upM) };
  const title = `${nameOf(sensor)} ${of(meaning.title)}`;
  return (
    <button
      type="button"
      className="btn ghost"
      aria-label={`${t('cases.file')} ${name}`}
      onClick={() => file({ ...subject, title, priority: meaning.priority, alarm: key })}
    >
      {t('cases.file')}
    </button>
  );
}

/** Asks the hub for a case; a refusal is told in the page's own line. */
function useFiling(): (filing: Subject & Pick<CityCase, 'title' | 'priority' | 'alarm'>, onEnd?: () => void) => void {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const { panels } = useApp();
  const session = useService(ACCOUNT_SESSION);
  return (filing, onEnd) => {
    session
      .post('cases', { ...filing, key: crypto.randomUUID() })
      .then(onEnd, (error: unknown) => panels.getState().notify(t('cases.refused', { reason: reasonOf(error) })));
  };
}

function placeOf(twin: Twin, eastM: number, northM: number, upM: number): Pick<CityCase, 'place'> {
  return { place: lonLatFromEnu(twin.city.origin, [eastM, northM, upM]) };
}

/** The latest and gravest on top; closed ones last, the newest first. */
function inOrder(cases: readonly CityCase[]): CityCase[] {
  const closed = ({ stage }: CityCase) => Number(stage === 'closed');
  return [...cases].sort(
    (a, b) =>
      closed(a) - closed(b) ||
      b.level - a.level ||
      (closed(a) ? b.sinceMs - a.sinceMs : a.priority - b.priority || (a.dueMs ?? 0) - (b.dueMs ?? 0)) ||
      (a.id < b.id ? -1 : 1),
  );
}
