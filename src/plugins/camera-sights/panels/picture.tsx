import { useEffect, useRef, useState } from 'react';
import type { CityCamera } from '../../../../model/city/cameras.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { cameraSightsController } from '../controller.ts';
import type { CameraPicture } from '../slice.ts';
import type { StreamFailure } from '../stream-player.ts';
import { LiveVideo } from './live-video.tsx';

/** What a picture's frame needs to know of its camera. */
interface PictureOf extends Pick<CityCamera, 'id' | 'name' | 'state' | 'pixels' | 'stream'> {
  isInside: boolean;
}

/** A camera's picture with what it is, whose, and of when; one that can have none says why. */
export function CameraPictureFrame({ camera }: { camera: PictureOf }) {
  const { t, of, language } = useWords();
  const picture = useTwin(({ cameraPictures }) => cameraPictures[camera.id]);
  const [width, height] = camera.pixels;
  const name = of(camera.name);
  const why =
    camera.state === 'offline' ? 'cameras.noPictureOffline' : camera.isInside ? 'cameras.noPictureInside' : null;
  const shown = why === null ? picture : undefined;
  const label = t('cameras.pictureOf', { name });
  // Only now is what a camera sends the picture of what is shown.
  const isNow = useTwin(({ isTimeChosen }) => !isTimeChosen);
  const [lost, setLost] = useState<StreamFailure | null>(null);
  const stream = why === null && isNow && lost === null ? (camera.stream ?? null) : null;
  return (
    <figure className="camera-picture" data-picture={camera.id} data-serial={serialOf(shown)} data-kind={shown?.kind}>
      <div className="camera-screen" style={{ aspectRatio: `${width} / ${height}` }}>
        {stream && <LiveVideo id={camera.id} stream={stream} label={label} onLost={setLost} />}
        {why === null && !stream && <Pixels id={camera.id} label={label} />}
        {why !== null && <p>{t(why)}</p>}
        {why === null && !shown && <p>{t('cameras.drawing')}</p>}
        {shown?.kind === 'failed' && (
          <p role="alert">{t('cameras.noPicture', { reason: reasonIn(shown.reason, language) })}</p>
        )}
        {shown?.kind === 'simulated' && !stream && <b className="camera-mark">{t('run.simulated')}</b>}
        {shown?.kind === 'live' && stream && <b className="camera-mark live">{t('cameras.live')}</b>}
      </div>
      <figcaption>
        <b>{name}</b>
        {(shown?.kind === 'simulated' || shown?.kind === 'live') && <TakenAt ms={shown.shownTimeMs} />}
      </figcaption>
      {lost !== null && <LostStream failure={lost} onAgain={() => setLost(null)} />}
    </figure>
  );
}

const serialOf = (picture: CameraPicture | undefined) =>
  picture === undefined || picture.kind === 'failed' ? 0 : picture.serial;

/** Why the simulated picture stands in place of the camera's own. */
function LostStream({ failure, onAgain }: { failure: StreamFailure; onAgain: () => void }) {
  const { t } = useWords();
  const reason = t(`cameras.streamFailures.${failure.kind}`, {
    status: NO_VALUE_MARK,
    seconds: NO_VALUE_MARK,
    detail: NO_VALUE_MARK,
    ...failure,
  });
  return (
    <p className="note row-head" role="status">
      <span>{t('cameras.streamLost', { reason })}</span>
      <span className="space" />
      <button type="button" className="btn small" onClick={onAgain}>
        {t('cameras.streamAgain')}
      </button>
    </p>
  );
}

/** The time of the clock that the picture shows. */
function TakenAt({ ms }: { ms: number }) {
  const { language } = useWords();
  const { twin } = useApp();
  const time = cityTime(ms, twin.city.zone);
  return (
    <time>
      {formatDay(time, language)} {formatTime(time, true)}
    </time>
  );
}

/** The last picture, as long as it is in view: whoever scrolls it away or closes its panel stops the drawing. */
function Pixels({ id, label }: { id: string; label: string }) {
  const controller = useController(cameraSightsController);
  const picture = useTwin(({ cameraPictures }) => cameraPictures[id]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!canvas.current) return;
    const sight = new IntersectionObserver(([entry]) => setSeen(entry.isIntersecting));
    sight.observe(canvas.current);
    return () => sight.disconnect();
  }, []);
  useEffect(() => (isSeen ? controller.watchPicture(id) : undefined), [isSeen, id, controller]);
  useEffect(() => {
    const taken = picture && controller.pictureOf(id);
    if (!canvas.current || !taken) return;
    canvas.current.width = taken.width;
    canvas.current.height = taken.height;
    canvas.current.getContext('2d')?.drawImage(taken, 0, 0);
  }, [picture, id, controller]);
  return <canvas ref={canvas} role="img" aria-label={label} />;
}
