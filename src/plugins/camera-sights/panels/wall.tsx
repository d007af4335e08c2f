import { useEffect } from 'react';
import { CameraRadii } from '../../../../model/questions/camera-sights.ts';
import type { SharedView } from '../../../../workers/camera-sights/engine-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Segmented, Skeleton } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { cameraSightsController, FLIGHT_RADIUS_M } from '../controller.ts';
import { WALL_SIZES } from '../slice.ts';
import { CameraPictureFrame } from './picture.tsx';

/** 视频墙: the cameras that see most of an event, side by side. */
export function CameraWall({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(cameraSightsController);
  const place = useTwin(({ camerasPlace }) => camerasPlace);
  const eventRadiusM = useTwin((state) => state.eventRadiusM);
  const size = useTwin(({ wallSize }) => wallSize);
  const failure = useTwin(({ camerasFailure }) => camerasFailure);
  const set = useTwin(({ setCameras }) => setCameras);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for every place and radius, which the controller reads itself
  useEffect(() => void controller.askShares(), [controller, place, eventRadiusM]);
  return (
    <Panel title={t('cameras.wall')} className="camera-wall analysis" onClose={onClose}>
      <section className="part">
        {failure && <ErrorNotice what={t('analysis.failed')} reason={failure} />}
        {place ? (
          <>
            <div className="wall-choices">
              <Segmented
                label={t('cameras.wallSize')}
                value={size}
                options={WALL_SIZES.map((value) => ({ value, label: value }))}
                onChange={(wallSize) => set({ wallSize })}
              />
              <Fields of={CameraRadii} only={['eventRadiusM']} value={{ eventRadiusM }} onChange={set} />
            </div>
            <WallPictures />
          </>
        ) : (
          <EmptyState icon="camera">{t('cameras.wallEmpty')}</EmptyState>
        )}
      </section>
    </Panel>
  );
}

function WallPictures() {
  const { t } = useWords();
  const size = useTwin(({ wallSize }) => wallSize);
  const cameras = useTwin(({ eventCameras }) => eventCameras);
  if (!cameras) return <Skeleton />;
  if (cameras.length === 0) return <EmptyState icon="camera">{t('cameras.wallNone')}</EmptyState>;
  return (
    <>
      <p className="note" role="status">
        {t('cameras.wallAbout', { count: cameras.length })}
      </p>
      <ol className={`wall-pictures wall-${size}`}>
        {cameras.slice(0, Number(size)).map((one) => (
          <WallPicture key={one.camera.id} one={one} />
        ))}
      </ol>
      <ul className="wall-legend">
        {cameras.some(({ camera }) => camera.stream) && (
          <li>
            <b className="camera-mark">{t('cameras.live')}</b> {t('cameras.legendLive')}
          </li>
        )}
        <li>
          <b className="camera-mark">{t('run.simulated')}</b> {t('cameras.legendSimulated')}
        </li>
      </ul>
    </>
  );
}

function WallPicture({ one }: { one: SharedView }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const controller = useController(cameraSightsController);
  const { camera, at, shareRatio, distanceM } = one;
  const isChosen = useTwin(({ frustum }) => frustum?.id === camera.id);
  const choose = () => {
    void controller.showFrustum(camera.id);
    const [eastM, northM, upM] = at;
    view.flyToPlace({ eastM, northM, upM, radiusM: FLIGHT_RADIUS_M });
  };
  return (
    <li data-camera={camera.id} data-share={shareRatio}>
      <CameraPictureFrame camera={{ ...camera, isInside: false }} />
      {/* It lies over the picture, which has a button of its own where the stream is lost. */}
      <button
        type="button"
        className="wall-choose"
        aria-pressed={isChosen}
        aria-label={t('cameras.choose', { name: of(camera.name) })}
        onClick={choose}
      >
        <span className="note">
          {[
            t('cameras.away', { distance: formatNumber(distanceM) }),
            t('cameras.share', { percent: formatNumber(100 * shareRatio) }),
            t(camera.state === 'offline' ? 'cameras.offlineState' : `cameras.${camera.state}`),
          ].join(' · ')}
        </span>
      </button>
    </li>
  );
}
