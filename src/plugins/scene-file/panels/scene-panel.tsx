import { useController, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { formatBytes, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { type SceneStatus, sceneFileController } from '../controller.ts';

/** Saves the page as a file, opens one, and says what was in it and what was not. */
export function ScenePanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { status, save, open, go } = useController(sceneFileController);
  const now = useStore(status, (state) => state);
  const isBusy = now.kind === 'busy';
  return (
    <Panel title={t('sceneFile.title')} className="tool" onClose={onClose}>
      <p className="note">{t('sceneFile.about')}</p>
      <p className="row-head wrap">
        <button type="button" className="btn small" disabled={isBusy} onClick={() => void save()}>
          {t('sceneFile.save')}
        </button>
        <FileButton accept=".zip" label={t('sceneFile.open')} disabled={isBusy} onFile={(file) => void open(file)} />
      </p>
      <p className="note">{t('sceneFile.keeps')}</p>
      <div role="status">
        {now.kind === 'busy' && <p>{t(now.does === 'saving' ? 'sceneFile.saving' : 'sceneFile.opening')}</p>}
        {now.kind === 'done' && <Done done={now} />}
      </div>
      {now.kind === 'failed' && <ErrorNotice what={t('sceneFile.failed')} reason={now.reason} />}
      {now.kind === 'other-city' && (
        <div role="alert">
          <p>{t('sceneFile.otherCity', { city: of(now.city.name) })}</p>
          <button type="button" className="btn small" onClick={() => void go(now.file, now.city.id)}>
            {t('sceneFile.go')}
          </button>
        </div>
      )}
    </Panel>
  );
}

const BYTES_PER_MIB = 2 ** 20;
const small = (bytes: number) => ({ value: formatNumber(Math.ceil(bytes / 1024)), unit: 'KiB' });

function Done({ done: { did, file, bytes, parts, notes } }: { done: Extract<SceneStatus, { kind: 'done' }> }) {
  const { t, of } = useWords();
  const { value, unit } = bytes < BYTES_PER_MIB ? small(bytes) : formatBytes(bytes);
  return (
    <>
      <p data-scene={did}>
        {did === 'saved'
          ? t('sceneFile.saved', { file, size: `${value}${THIN_SPACE}${unit}` })
          : t('sceneFile.opened', { file })}
      </p>
      <ul aria-label={t('sceneFile.parts')}>
        <li>{t('sceneFile.view')}</li>
        {parts.map((title) => (
          <li key={title}>{t(title)}</li>
        ))}
      </ul>
      {notes.length > 0 && (
        <>
          <p>{t('sceneFile.notes')}</p>
          <ul aria-label={t('sceneFile.notes')}>
            {notes.map(({ text }, i) => (
              <li key={i} className="note">
                {of(text)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
