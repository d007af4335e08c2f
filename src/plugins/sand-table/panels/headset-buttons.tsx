import { useTwin } from '../../../kit/app-context.tsx';
import { pageLanguage, useWords } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { type HeadsetKind, isOpen } from '../../../twin/headset.ts';

const WORDS = { 'immersive-vr': 'table.headset.vr', 'immersive-ar': 'table.headset.ar' } as const satisfies Record<
  HeadsetKind,
  string
>;

/** A button for each kind of headset that the browser can open while the table stands alone; the way back while one is worn. */
export function HeadsetButtons() {
  const { t } = useWords();
  const isAlone = useTwin(({ engine }) => engine === 'table');
  const kinds = useTwin((state) => state.headsetKinds);
  const headset = useTwin((state) => state.headset);
  const ask = useTwin((state) => state.askHeadset);
  const leave = useTwin((state) => state.leaveHeadset);
  if (!isAlone) return null;
  return (
    <>
      {isOpen(headset) ? (
        <button type="button" className="btn" onClick={leave}>
          {t('table.headset.leave')}
        </button>
      ) : (
        kinds.map((kind) => (
          <button key={kind} type="button" className="btn" onClick={() => ask(kind)}>
            {t(WORDS[kind])}
          </button>
        ))
      )}
      {headset.status === 'worn' && (
        <p className="note" role="status">
          {t(headset.kind === 'immersive-ar' ? 'table.headset.howAr' : 'table.headset.how')}
        </p>
      )}
      {headset.status === 'refused' && (
        <p className="note" role="status">
          {reasonIn(headset.reason, pageLanguage())}
        </p>
      )}
    </>
  );
}
