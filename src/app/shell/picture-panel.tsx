import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useApp, usePicture, useTwin } from '../../kit/app-context.tsx';
import { Panel, Switch } from '../../kit/controls.tsx';
import { FormSection, NumberField, RadioField } from '../../kit/form-fields.tsx';
import { saveFile } from '../../kit/run-parts.tsx';
import { useWords } from '../../kit/words.ts';
import { paintElement } from './painted-element.ts';
import { MAX_SIDE_PX, MIN_SIDE_PX, SIZES, type SizeChoice, sized } from './picture-size.ts';
import { SHEET_PARTS, SheetFoot, type SheetPart } from './print-sheet.tsx';

/** The view at the size of a sheet or a screen, with what one chooses to stand under it, as a PNG. */
export function PicturePanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { view, twin, panels, report } = useApp();
  const metresPerPx = usePicture((picture) => picture.metresPerPx);
  const shownTimeMs = useTwin((state) => state.shownTimeMs);
  const [choice, setChoice] = useState<SizeChoice>(SIZES[0]);
  const [parts, setParts] = useState<ReadonlySet<SheetPart>>(new Set(SHEET_PARTS));
  /** Ground metres across the picture, as they were before its parts are drawn. */
  const [metresWide, setMetresWide] = useState<number | null>(null);
  const [doneRatio, setDoneRatio] = useState<number | null>(null);
  const foot = useRef<HTMLDivElement>(null);
  const cancel = useRef<AbortController | null>(null);
  useEffect(() => () => cancel.current?.abort(), []);
  const { size, scale } = choice;
  const options = [...SIZES, sized('own', size.widthPx, size.heightPx)];
  const toggle = (part: SheetPart, on: boolean) =>
    setParts(new Set(SHEET_PARTS.filter((each) => (each === part ? on : parts.has(each)))));
  const save = async () => {
    const aborting = new AbortController();
    cancel.current = aborting;
    setMetresWide(metresPerPx === null ? null : metresPerPx * innerWidth);
    setDoneRatio(0);
    try {
      const footPx = parts.size > 0 && foot.current ? Math.round(foot.current.offsetHeight * scale) : 0;
      const map = { widthPx: size.widthPx, heightPx: Math.max(1, size.heightPx - footPx) };
      const drawn = await view.enlarge(map, aborting.signal, setDoneRatio);
      const sheet = await sheetOf(drawn, size, foot.current, scale);
      const blob = await new Promise<Blob | null>((done) => sheet.toBlob(done, 'image/png'));
      if (!blob) throw new Error(`picture: expected ${size.widthPx} × ${size.heightPx} pixels as PNG, got none`);
      const at = new Date(shownTimeMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
      saveFile(`${twin.city.id}-${at}-${size.widthPx}x${size.heightPx}.png`, 'image/png', blob);
    } catch (error) {
      if (aborting.signal.aborted) return;
      report('picture', error);
      panels.getState().notify(t('print.pictureFailed'));
    } finally {
      setDoneRatio(null);
    }
  };
  return (
    <Panel title={t('print.picture')} className="above-foot picture-panel" onClose={onClose}>
      <RadioField
        label={t('print.size')}
        value={choice.id}
        options={options.map(({ id }) => ({ value: id, label: t(`print.sizes.${id}`) }))}
        onChange={(id) => setChoice(options.find((each) => each.id === id) ?? choice)}
      />
      {choice.id === 'own' && (
        <>
          <NumberField
            label={t('print.width')}
            unit="px"
            value={size.widthPx}
            min={MIN_SIDE_PX}
            max={MAX_SIDE_PX}
            onChange={(px) => setChoice(sized('own', Math.round(px), size.heightPx))}
          />
          <NumberField
            label={t('print.height')}
            unit="px"
            value={size.heightPx}
            min={MIN_SIDE_PX}
            max={MAX_SIDE_PX}
            onChange={(px) => setChoice(sized('own', size.widthPx, Math.round(px)))}
          />
        </>
      )}
      <FormSection title={t('print.parts')}>
        {SHEET_PARTS.map((part) => (
          <div className="field" key={part}>
            <span>{t(`print.partNames.${part}`)}</span>
            <Switch label={t(`print.partNames.${part}`)} on={parts.has(part)} onChange={(on) => toggle(part, on)} />
          </div>
        ))}
      </FormSection>
      <p className="row-head wrap">
        <button type="button" className="btn" disabled={doneRatio !== null} onClick={() => void save()}>
          {doneRatio === null ? t('print.save') : t('print.drawing', { percent: Math.round(doneRatio * 100) })}
        </button>
        {doneRatio !== null && (
          <button type="button" className="btn" onClick={() => cancel.current?.abort()}>
            {t('common.cancel')}
          </button>
        )}
      </p>
      {parts.size > 0 &&
        createPortal(
          <div ref={foot} className="picture-foot" aria-hidden="true" inert style={{ width: size.widthPx / scale }}>
            <SheetFoot parts={parts} metresWide={metresWide} widthCss={`${size.widthPx / scale}px`} />
          </div>,
          document.body,
        )}
    </Panel>
  );
}

/** The map with its foot under it. */
async function sheetOf(
  map: HTMLCanvasElement,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  foot: HTMLElement | null,
  scale: number,
): Promise<HTMLCanvasElement> {
  const sheet = document.createElement('canvas');
  sheet.width = widthPx;
  sheet.height = heightPx;
  const context = sheet.getContext('2d');
  if (!context) throw new Error('picture: expected a 2D canvas of its size, got none');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.drawImage(map, 0, 0);
  if (foot) await paintElement(context, foot, { xPx: 0, yPx: map.height, scale });
  return sheet;
}
