import { useState } from 'react';
import { type PictureStyle, STYLE_LABELS, STYLE_STRENGTHS } from '../../../../model/scenarios/picture-style.ts';
import { SHIPPED_STYLES } from '../../../../scenarios/picture-styles.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Panel, Slider } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useViewName } from '../../../kit/view-count.tsx';
import { useWords } from '../../../kit/words.ts';
import { hasManyPictures, pictureCount } from '../../../twin/compare.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { freeId, pictureStylesController, styleMessage } from '../controller.ts';
import { StyleColours } from './colours.tsx';

/** How each picture is drawn: a style that is shipped, kept or changed here, saved and opened as a file. */
export function StylePanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const nameOf = useViewName();
  const count = useTwin((state) => (hasManyPictures(state.compare) ? pictureCount(state) : 1));
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, count - 1);
  const ofPage = useTwin((state) => state.style);
  const ofView = useTwin((state) => state.views[index].style);
  const wear = (style: PictureStyle | null): void => {
    if (index > 0) twin.getState().setView(index, { style });
    else if (style) twin.getState().wearStyle(style);
  };
  return (
    <Panel title={t('style.title')} className="tool styles" onClose={onClose}>
      {count > 1 && (
        <ChoiceField
          label={t('style.of')}
          value={index}
          options={Array.from({ length: count }, (_, i) => ({ value: i, label: nameOf(i, count) }))}
          onChange={setChosen}
        />
      )}
      <StyleChoice worn={index > 0 ? ofView : ofPage} mayFollow={index > 0} onWear={wear} />
      <Adjust worn={index > 0 ? (ofView ?? ofPage) : ofPage} onWear={wear} />
    </Panel>
  );
}

interface Wearing {
  onWear: (style: PictureStyle | null) => void;
}

const AS_PAGE = '';

function StyleChoice({ worn, mayFollow, onWear }: Wearing & { worn: PictureStyle | null; mayFollow: boolean }) {
  const { t, of } = useWords();
  const own = useTwin((state) => state.ownStyles);
  const listed = [...SHIPPED_STYLES, ...own];
  // What is worn may be changed, or have come by a link, since one of its id was kept.
  const others = listed.filter(({ id }) => SHIPPED_STYLES.some((shipped) => shipped.id === id) || id !== worn?.id);
  const isShipped = worn === null || others.some(({ id }) => id === worn.id);
  const all = isShipped ? others : [...others, worn];
  return (
    <ChoiceField
      label={t('style.which')}
      value={worn?.id ?? AS_PAGE}
      options={[
        ...(mayFollow ? [{ value: AS_PAGE, label: t('style.asPage') }] : []),
        ...all.map(({ id, name }) => ({ value: id, label: of(name) })),
      ]}
      onChange={(id) => onWear(all.find((style) => style.id === id) ?? null)}
    />
  );
}

/** Form that adjusts a style; a person who changes a shipped style makes one of his own of it. */
function Adjust({ worn, onWear }: Wearing & { worn: PictureStyle }) {
  const { t } = useWords();
  const own = useTwin((state) => state.ownStyles);
  const change = (part: Partial<PictureStyle>): void => {
    const isShipped = SHIPPED_STYLES.some(({ id }) => id === worn.id);
    const base = isShipped ? { ...worn, id: freeId(own), name: styleMessage('own', {}).text } : worn;
    onWear({ ...base, ...part });
  };
  return (
    <section className="part" aria-label={t('style.adjust')}>
      <h3 className="minor">{t('style.adjust')}</h3>
      {STYLE_STRENGTHS.map((key) => (
        <Slider
          key={key}
          label={t(`style.${key}`)}
          value={worn[key]}
          min={0}
          max={1}
          step={0.05}
          text={`${Math.round(100 * worn[key])} %`}
          onChange={(ratio) => change({ [key]: ratio })}
        />
      ))}
      <ChoiceField
        label={t('style.labels')}
        value={worn.labels}
        options={STYLE_LABELS.map((value) => ({ value, label: t(`style.labels_${value}`) }))}
        onChange={(labels) => change({ labels })}
      />
      <StyleColours worn={worn} onColours={(colours) => change({ colours })} />
      <StyleFiles worn={worn} onWear={onWear} onName={(name) => change({ name: { zh: name, en: name } })} />
    </section>
  );
}

function StyleFiles({ worn, onWear, onName }: Wearing & { worn: PictureStyle; onName: (name: string) => void }) {
  const { t, of } = useWords();
  const controller = useController(pictureStylesController);
  const kept = useTwin((state) => state.ownStyles);
  const [failed, setFailed] = useState<Reason | null>(null);
  const attempt = (work: () => Promise<void> | void): void => {
    setFailed(null);
    const done = async () => await work();
    done().catch((error: unknown) => setFailed(failureOf(error)));
  };
  const isShipped = SHIPPED_STYLES.some(({ id }) => id === worn.id);
  return (
    <>
      <TextField label={t('style.name')} value={of(worn.name)} onChange={(name) => name !== '' && onName(name)} />
      <p className="form-actions">
        <button
          type="button"
          className="btn small"
          disabled={isShipped}
          onClick={() => attempt(() => controller.keep(worn))}
        >
          {t('style.keep')}
        </button>
        <button
          type="button"
          className="btn small"
          onClick={() => saveFile(`${worn.id}.style.json`, 'application/json', controller.fileText(worn))}
        >
          {t('style.save')}
        </button>
        <FileButton
          accept=".json"
          label={t('style.open')}
          onFile={(file) => attempt(async () => onWear(await controller.openFile(file)))}
        />
      </p>
      {failed && <ErrorNotice what={t('style.failed')} reason={failed} />}
      {kept.length > 0 && (
        <ul className="kept-styles" aria-label={t('style.kept')}>
          {kept.map((style) => (
            <li key={style.id} className="row-head">
              <button type="button" className="link" onClick={() => onWear(style)}>
                {of(style.name)}
              </button>
              <span className="space" />
              <IconButton
                icon="x"
                label={t('run.remove', { name: of(style.name) })}
                onClick={() => attempt(() => controller.forget(style.id))}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Over a night that is none of the clock's. */
export function NightLegend() {
  const { t } = useWords();
  return (
    <section className="class-legend" aria-label={t('style.byLamps')}>
      <p className="note">
        <b>{t('style.byLamps')}</b> <span className="tag">{t('style.drawn')}</span>
      </p>
      <p className="note">{t('style.byLampsWhy')}</p>
    </section>
  );
}
