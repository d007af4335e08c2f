import { type RefObject, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useApp, usePicture } from '../../kit/app-context.tsx';
import { Panel, Switch } from '../../kit/controls.tsx';
import { ChoiceField, FormSection, NumberField } from '../../kit/form-fields.tsx';
import { saveFile } from '../../kit/run-parts.tsx';
import { useWords } from '../../kit/words.ts';
import { paintElement } from './painted-element.ts';
import { pdfOfPicture } from './picture-pdf.ts';
import { MAX_SIDE_PX, MIN_SIDE_PX, SIZES, type SizeChoice, sized } from './picture-size.ts';
import { PrintButton, pictureWidthPx, SHEET_PARTS, SheetFoot, type SheetPart } from './print-sheet.tsx';

/** As which the picture is saved. */
const FORMATS = ['png', 'pdf'] as const;
type PictureFormat = (typeof FORMATS)[number];

/** The view at the size of a sheet or a screen, with what one chooses to stand under it, as a PNG or a page of PDF. */
export function PicturePanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [choice, setChoice] = useState<SizeChoice>(SIZES[0]);
  const [parts, setParts] = useState<ReadonlySet<SheetPart>>(new Set(SHEET_PARTS));
  const foot = useRef<HTMLDivElement>(null);
  const { size, scale } = choice;
  const { save, cancel, doneRatio, metresWide } = usePictureSaving(choice, parts.size > 0 ? foot : null);
  const toggle = (part: SheetPart, on: boolean) =>
    setParts(new Set(SHEET_PARTS.filter((each) => (each === part ? on : parts.has(each)))));
  return (
    <Panel title={t('print.picture')} className="tool picture-panel" onClose={onClose}>
      <SizeFields choice={choice} onChange={setChoice} />
      <FormSection title={t('print.parts')}>
        {SHEET_PARTS.map((part) => (
          <div className="field" key={part}>
            <span>{t(`print.partNames.${part}`)}</span>
            <Switch label={t(`print.partNames.${part}`)} on={parts.has(part)} onChange={(on) => toggle(part, on)} />
          </div>
        ))}
      </FormSection>
      <p className="row-head wrap">
        {doneRatio === null &&
          FORMATS.map((format) => (
            <button key={format} type="button" className="btn" onClick={() => void save(format)}>
              {t(`print.saveAs.${format}`)}
            </button>
          ))}
        {doneRatio !== null && (
          <>
            <span role="status">{t('print.drawing', { percent: Math.round(doneRatio * 100) })}</span>
            <button type="button" className="btn" onClick={cancel}>
              {t('common.cancel')}
            </button>
          </>
        )}
      </p>
      <PrintButton />
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

function SizeFields({ choice, onChange }: { choice: SizeChoice; onChange: (choice: SizeChoice) => void }) {
  const { t } = useWords();
  const { size } = choice;
  const options = [...SIZES, sized('own', size.widthPx, size.heightPx)];
  const sides = [
    { label: t('print.width'), px: size.widthPx, of: (px: number) => sized('own', px, size.heightPx) },
    { label: t('print.height'), px: size.heightPx, of: (px: number) => sized('own', size.widthPx, px) },
  ];
  return (
    <>
      <ChoiceField
        label={t('print.size')}
        value={choice.id}
        options={options.map(({ id }) => ({ value: id, label: t(`print.sizes.${id}`) }))}
        onChange={(id) => onChange(options.find((each) => each.id === id) ?? choice)}
      />
      {choice.id === 'own' &&
        sides.map(({ label, px, of }) => (
          <NumberField
            key={label}
            label={label}
            unit="px"
            value={px}
            min={MIN_SIDE_PX}
            max={MAX_SIDE_PX}
            onChange={(next) => onChange(of(Math.round(next)))}
          />
        ))}
    </>
  );
}

/** Draws the picture with the foot under it, if any, and saves it. */
function usePictureSaving({ size, scale }: SizeChoice, foot: RefObject<HTMLDivElement | null> | null) {
  const { t, of } = useWords();
  const { view, twin, panels, report } = useApp();
  const metresPerPx = usePicture((picture) => picture.metresPerPx);
  /** Ground metres across the picture, as they were before its parts are drawn. */
  const [metresWide, setMetresWide] = useState<number | null>(null);
  const [doneRatio, setDoneRatio] = useState<number | null>(null);
  const aborting = useRef<AbortController | null>(null);
  useEffect(() => () => aborting.current?.abort(), []);
  const save = async (format: PictureFormat) => {
    const own = new AbortController();
    aborting.current = own;
    setMetresWide(metresPerPx === null ? null : metresPerPx * pictureWidthPx());
    setDoneRatio(0);
    try {
      const footPx = foot?.current ? Math.round(foot.current.offsetHeight * scale) : 0;
      const map = { widthPx: size.widthPx, heightPx: Math.max(1, size.heightPx - footPx) };
      const drawn = await view.enlarge(map, own.signal, setDoneRatio);
      const sheet = await sheetOf(drawn, size, foot?.current ?? null, scale);
      const { shownTimeMs } = twin.getState();
      const at = new Date(shownTimeMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
      const name = `${twin.city.id}-${at}-${size.widthPx}x${size.heightPx}`;
      if (format === 'png') saveFile(`${name}.png`, 'image/png', await blobOf(sheet, 'image/png'));
      else saveFile(`${name}.pdf`, 'application/pdf', await pdfOf(sheet, scale, of(twin.city.name)));
    } catch (error) {
      if (own.signal.aborted) return;
      report('picture', error);
      panels.getState().notify(t('print.pictureFailed'));
    } finally {
      setDoneRatio(null);
    }
  };
  return { save, doneRatio, metresWide, cancel: () => aborting.current?.abort() };
}

const JPEG_QUALITY = 0.95;

async function blobOf(sheet: HTMLCanvasElement, type: string): Promise<Blob> {
  const blob = await new Promise<Blob | null>((done) => sheet.toBlob(done, type, JPEG_QUALITY));
  if (!blob) throw new Error(`picture: expected ${sheet.width} × ${sheet.height} pixels as ${type}, got none`);
  return blob;
}

const PT_PER_PAGE_PX = 72 / 96;

/** One page as large as the sheet. */
async function pdfOf(sheet: HTMLCanvasElement, scale: number, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const jpeg = new Uint8Array(await (await blobOf(sheet, 'image/jpeg')).arrayBuffer());
  const { width: widthPx, height: heightPx } = sheet;
  const points = (px: number) => (px / scale) * PT_PER_PAGE_PX;
  return pdfOfPicture({
    jpeg,
    widthPx,
    heightPx,
    widthPt: points(widthPx),
    heightPt: points(heightPx),
    title,
    madeMs: Date.now(),
  });
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
