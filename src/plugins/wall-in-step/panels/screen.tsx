import { useEffect, useState } from 'react';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';
import { isEmphasised } from '../../../twin/appearance.ts';
import { wallController } from '../controller.ts';
import { stepState, type WallStatus } from '../status.ts';

/** Stands in place of the desk on a screen that follows. */
export const Bare = () => null;

/** How long the line stands when all is well, after a change of the state or a hand on the machine. */
const SHOWN_MS = 6000;
/** Keys that a screen keeps: leaving, the whole screen, and going to the button. */
const KEPT_KEYS = new Set(['Escape', 'Tab', 'Enter', ' ', 'f', 'F', 'F5', 'F11', 'F12']);

/** A screen that follows shows the picture alone: no hand moves it, and one line says how it stands until all is well. */
export function WallScreen() {
  const { t } = useWords();
  const { twin } = useApp();
  const status = useStore(useController(wallController).status, (state) => state);
  const wall = useTwin(({ inStep }) => inStep?.wall ?? '');
  const followsPresent = useTwin((state) => isEmphasised(state, 'live'));
  const { mode } = useSituation();
  const isStirred = useStirred();
  const state = status.kind === 'follows' ? stepState(status) : 'waits';
  const isRecent = useRecent(`${state} ${status.kind === 'follows' && status.isBack}`);
  const tag = followsPresent && mode !== 'live' ? t(`wallStep.${mode}`) : null;
  const missing = status.kind === 'follows' ? status.missing : [];
  const isShown = state !== 'inStep' || isStirred || isRecent || tag !== null || missing.length > 0;
  return (
    <section className={`wall-screen ${state}${isShown ? '' : ' faded'}`} aria-label={t('wallStep.screen')}>
      <div className="wall-line">
        <span className="wall-dot" aria-hidden="true" />
        {tag && <span className="tag">{tag}</span>}
        <span role="status">{lineOf(t, status, wall)}</span>
        {missing.length > 0 && <span className="wall-missing">{missing.join(' · ')}</span>}
        {isStirred && (
          <button type="button" className="btn small" onClick={() => twin.getState().joinWall(null)}>
            {t('wallStep.leave')}
          </button>
        )}
      </div>
    </section>
  );
}

function lineOf(t: ReturnType<typeof useWords>['t'], status: WallStatus, wall: string): string {
  if (status.kind !== 'follows') return t('wallStep.unconnected');
  const { by, ageMs, isConnected, isBack } = status;
  const s = Math.round(ageMs / 1000);
  if (by === null) return isConnected ? t('wallStep.waits', { wall }) : t('wallStep.unconnected');
  if (stepState(status) === 'lost') return isConnected ? t('wallStep.lost', { by, s }) : t('wallStep.cut', { s });
  return t(isBack ? 'wallStep.back' : 'wallStep.inStep', { by, wall });
}

/** Whether a hand moved on the machine a moment ago; keys that would move the picture do nothing. */
function useStirred(): boolean {
  const [isStirred, setStirred] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stir = () => {
      setStirred(true);
      clearTimeout(timer);
      timer = setTimeout(() => setStirred(false), SHOWN_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      stir();
      if (!KEPT_KEYS.has(event.key) && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('pointermove', stir);
    window.addEventListener('pointerdown', stir);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('pointermove', stir);
      window.removeEventListener('pointerdown', stir);
    };
  }, []);
  return isStirred;
}

/** Whether the key is as new as this. */
function useRecent(key: string): boolean {
  const [seen, setSeen] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(key), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return seen !== key;
}
