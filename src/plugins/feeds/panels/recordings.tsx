import { useState } from 'react';
import { useApp, useController, useQuery, useService, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayExport } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { feedsController } from '../controller.ts';
import { parseRecordings, type Recording } from '../recordings.ts';
import { RECORDING_ENDINGS } from '../tasks/start-feeds.ts';

/** The list is asked for anew so often. */
const RECORDINGS_REFRESH_MS = 60_000;

/** 回放 over the picture: which recording, at which instant, what waits in the present; and the way back to it. */
export function ReplayBar() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  const replay = useTwin((state) => state.replay);
  const shownMs = useTwin((state) => (state.replay ? Math.floor(state.feedMs / 1000) * 1000 : 0));
  const rate = useTwin((state) => state.rate);
  const openAlarms = useTwin((state) => state.openAlarms);
  if (!replay) return null;
  const shown = cityTime(shownMs, twin.city.zone);
  return (
    <section className="mode-bar recording" aria-label={t('replay.mark')}>
      <b className="mode">{t('replay.mark')}</b>
      <span className="name">{formatDay(shown, language)}</span>
      <span className="moment">
        {formatTime(shown, true)} · ×{rate}
      </span>
      {openAlarms > 0 && <span className="tag warn">{t('replay.now', { count: formatNumber(openAlarms) })}</span>}
      <button type="button" onClick={() => feeds.endReplay()}>
        {t('replay.leave')}
      </button>
    </section>
  );
}

/** In the time bar: the recording that is played, or those that can be. */
export function RecordingLane() {
  const placeOf = useTimeAxis();
  const { t } = useWords();
  const replay = useTwin((state) => state.replay);
  const account = useTwin((state) => state.account);
  if (replay) {
    const left = placeOf(replay.fromMs);
    return <div className="recorded" style={{ left: `${left}%`, width: `${placeOf(replay.toMs) - left}%` }} />;
  }
  return (
    // The lane is part of a slider: what is pressed here moves no head.
    <span className="choose-recording" onPointerDown={(event) => event.stopPropagation()}>
      {mayExport(account) ? (
        <ChooseRecording />
      ) : account ? (
        t('replay.notYours', { role: t(`roles.${account.role}`) })
      ) : (
        t('replay.login')
      )}
      <OpenFile />
    </span>
  );
}

/** Plays what `read` brings; `isOpening` until it is shown, a failure in the page's own line. */
function useReplay(): { isOpening: boolean; play: (name: string, read: () => Promise<Uint8Array>) => void } {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const { panels } = useApp();
  const feeds = useController(feedsController);
  const [isOpening, setOpening] = useState(false);
  const play = (name: string, read: () => Promise<Uint8Array>) => {
    setOpening(true);
    read()
      .then((bytes) => feeds.replay(name, bytes))
      .catch((error: unknown) => panels.getState().notify(t('replay.failed', { reason: reasonOf(error) })))
      .finally(() => setOpening(false));
  };
  return { isOpening, play };
}

/** A recording of this hub that someone kept. */
function OpenFile() {
  const { t } = useWords();
  const { isOpening, play } = useReplay();
  return (
    <label className="btn ghost">
      {t('replay.file')}
      <input
        type="file"
        className="unseen"
        accept={RECORDING_ENDINGS.join(',')}
        disabled={isOpening}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) play(file.name, async () => new Uint8Array(await file.arrayBuffer()));
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

function ChooseRecording() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const { isOpening, play } = useReplay();
  const round = useTwin((state) => Math.floor(state.feedMs / RECORDINGS_REFRESH_MS));
  const queryState = useQuery(`recordings ${round}`, async () =>
    parseRecordings(await session.get('recordings')).toReversed(),
  );
  const [chosen, choose] = useState<string | null>(null);
  if (queryState.kind !== 'answered') return null;
  const recordings = queryState.answer;
  if (recordings.length === 0) return <span>{t('replay.none')}</span>;
  const { zone } = twin.city;
  const textOf = ({ fromMs, toMs }: Recording) => {
    const from = cityTime(fromMs, zone);
    const to = cityTime(toMs, zone);
    return `${formatDay(from, language)} ${formatTime(from)}–${formatTime(to)}`;
  };
  const name = recordings.find((one) => one.name === chosen)?.name ?? recordings[0].name;
  const open = () => play(name, () => session.download(`recordings/${encodeURIComponent(name)}`));
  return (
    <>
      <select
        aria-label={t('replay.lane')}
        value={name}
        onChange={(event) => choose(event.currentTarget.value)}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {recordings.map((one) => (
          <option key={one.name} value={one.name}>
            {textOf(one)}
          </option>
        ))}
      </select>
      <button type="button" className="btn" disabled={isOpening} onClick={open}>
        <Icon name="play" />
        {t('replay.mark')}
      </button>
    </>
  );
}
