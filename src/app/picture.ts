import type { Message } from '../../model/text/message.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Quality } from '../twin/quality.ts';
import type { Twin } from '../twin/twin.ts';
import type { Globe } from '../view/globe/globe.ts';
import { viewMessage } from '../view/messages.ts';
import { openNoPicture } from '../view/no-picture.ts';
import type { Table } from '../view/table/table.ts';

type Report = (what: string, reason: string | Message) => void;

/** Holds the place where the city will be drawn, before the city is known. */
interface PictureStage {
  readonly quality: Quality;
  /** True where nothing draws but the processor, or nothing at all. */
  readonly isSoftware: boolean;
  /** `isOpen` says that panels and catalogue stand: all that a page without a picture waits for. */
  openGlobe(twin: Twin, cityUrl: string, report: Report, isOpen: () => boolean): Globe;
  openTable(parent: HTMLElement, twin: Twin, cityUrl: string, report: Report): Promise<Table>;
}

/** `?picture=off` in the address: no picture, no tiles, none of the code that draws them. */
export async function openPictureStage(
  search: string,
  parent: HTMLElement,
  wanted: Quality | null,
): Promise<PictureStage> {
  if (new URLSearchParams(search).get('picture') === 'off')
    return {
      quality: 'fast',
      isSoftware: true,
      openGlobe: (twin, _cityUrl, _report, isOpen) => openNoPicture(parent, twin, isOpen),
      openTable: () => Promise.reject(new MessageError(viewMessage('no-picture', {}))),
    };
  const { openGlobe, openGlobeStage } = await import('../view/globe/globe.ts');
  const stage = openGlobeStage(parent, wanted);
  return {
    quality: stage.quality,
    isSoftware: stage.isSoftware,
    openGlobe: (twin, cityUrl, report) => openGlobe(twin, stage, cityUrl, report),
    openTable: async (...table) => (await import('../view/table/table.ts')).openTable(...table),
  };
}
