import { type FormEvent, useState } from 'react';
import { actionsFor, type CaseAction, type CityCase, handledBy, NEEDS_NOTE } from '../../../../model/cases/cases.ts';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { useApp, useService, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayActOnCases } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { ageText } from '../sensor-text.ts';
import { AlarmMark } from './alarm-mark.tsx';

/** Metres about the place of an alarm or a case that the camera shows. */
export const PLACE_RADIUS_M = 60;
/** From here on of its limit a stage's bar warns. */
const WARN_RATIO = 0.8;

/** One case: what, who, how long still; opened, its log and what may be done next. */
export function CaseRow({ one }: { one: CityCase }) {
  const { t } = useWords();
  const { twin } = useApp();
  const isOpen = useTwin((state) => state.caseId === one.id);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const { dueMs, sinceMs, level, stage } = one;
  const isOver = dueMs !== null && nowMs > dueMs;
  return (
    <li className={`case ${stage}${isOver ? ' over' : ''}`}>
      <div className="alarm-head">
        <AlarmMark priority={one.priority} />
        <button
          type="button"
          className="alarm-title"
          aria-expanded={isOpen}
          onClick={() => twin.getState().openCase(isOpen ? null : one.id)}
        >
          {one.title}
        </button>
        {dueMs !== null && (
          <span className="age">
            {t(isOver ? 'cases.over' : 'cases.left', { time: ageText(Math.abs(dueMs - nowMs)) })}
          </span>
        )}
      </div>
      {dueMs !== null && <Limit ratio={(nowMs - sinceMs) / (dueMs - sinceMs)} />}
      <p className="note">
        <span className="mono">{one.id}</span> · {t(`stages.${stage}`)}
        {one.unit !== '' && ` · ${one.unit}`}
        {level > 0 && <span className="tag warn">{t('cases.level', { level })}</span>}
      </p>
      {isOpen && <OpenCase one={one} />}
    </li>
  );
}

/** The share of the stage's time that is used: warns at four fifths, is danger when over (LOOK §8). */
function Limit({ ratio }: { ratio: number }) {
  const used = Math.min(1, Math.max(0, ratio));
  const state = ratio >= 1 ? 'over' : ratio >= WARN_RATIO ? 'near' : '';
  return (
    <svg className={`case-limit ${state}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="all" width="100" height="4" />
      <rect className="used" width={100 * used} height="4" />
    </svg>
  );
}

function OpenCase({ one }: { one: CityCase }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const mayAct = useTwin((state) => mayActOnCases(state.account) && state.replay === null);
  const { place } = one;
  const goThere = () => {
    if (!place) return;
    const [eastM, northM, upM] = enuFromLonLat(twin.city.origin, place);
    view.flyToPlace({ eastM, northM, upM, radiusM: PLACE_RADIUS_M });
  };
  const select = () => twin.setState({ selectedGid: null, selectedId: one.object });
  return (
    <div className="case-open">
      <ol>
        {one.log.map(({ word, atMs, by, note }, i) => (
          <li key={i} className={word}>
            <time dateTime={new Date(atMs).toISOString()}>{formatTime(cityTime(atMs, twin.city.zone), true)}</time>
            <span>
              {t(`cases.did.${word}`)}
              {word !== 'escalate' && ` · ${by}`}
              {note !== '' && ` · ${note}`}
            </span>
          </li>
        ))}
      </ol>
      <p className="alarm-actions">
        {place && (
          <button type="button" className="btn ghost" onClick={goThere}>
            {t('common.flyTo')}
          </button>
        )}
        <button type="button" className="btn ghost mono" onClick={select}>
          {one.object}
        </button>
      </p>
      {one.stage !== 'closed' && (mayAct ? <NextWords one={one} /> : <p className="note">{t('cases.readOnly')}</p>)}
    </div>
  );
}

/** One line to write in, and a button for each word that the stage has. The hub decides; its refusal stands in the page's line. */
function NextWords({ one }: { one: CityCase }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const { panels } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const account = useTwin((state) => state.account);
  const [text, setText] = useState('');
  const [isAsking, setRequesting] = useState(false);
  const words = actionsFor(one);
  const needsUnit = words.includes('dispatch');
  const needsText = (word: CaseAction) => word === 'dispatch' || NEEDS_NOTE.includes(word);
  const isOwnWork = (word: CaseAction) => word === 'accept' && handledBy(one) === account?.name;
  const say = (word: CaseAction) => {
    setRequesting(true);
    const said = word === 'dispatch' ? { unit: text, note: '' } : { unit: '', note: text };
    session
      .post(`cases/${one.id}/${word}`, said)
      .then(
        () => setText(''),
        (error: unknown) => panels.getState().notify(t('cases.refused', { reason: reasonOf(error) })),
      )
      .finally(() => setRequesting(false));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [first] = words;
    if (first && (!needsText(first) || text.trim() !== '')) say(first);
  };
  return (
    <form className="case-form" onSubmit={submit}>
      {words.some(needsText) && (
        <label>
          {t(needsUnit ? 'cases.unit' : 'cases.note')}
          <input value={text} maxLength={200} onChange={(event) => setText(event.currentTarget.value)} />
        </label>
      )}
      <p className="alarm-actions">
        {words.map((word, i) => (
          <button
            key={word}
            type="button"
            className={`btn${i === 0 ? ' primary' : ' ghost'}`}
            disabled={isAsking || isOwnWork(word) || (needsText(word) && text.trim() === '')}
            title={isOwnWork(word) ? t('cases.anotherChecks') : undefined}
            onClick={() => say(word)}
          >
            {t(`cases.do.${word}`)}
          </button>
        ))}
      </p>
    </form>
  );
}
