import type { TourChapter, TourFile } from '../../../model/tours/tour.ts';
import type { Language } from '../../twin/appearance.ts';
import { fileUrl } from './file-url.ts';

/** Reads chapters aloud, or plays their recordings. */
export interface Narrator {
  /** Ends what it says and begins with this: the chapter's recording where the tour has one, else a voice. */
  say(chapter: TourChapter, files: Readonly<Record<string, TourFile>>, language: Language): void;
  stop(): void;
  isSpeaking(): boolean;
}

/** What plays a recording: an audio element of the page. */
export type Player = Pick<HTMLAudioElement, 'src' | 'play' | 'pause' | 'paused' | 'ended'>;

const TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/**
 * Speaks by the browser's own voices, and by those alone that speak without a network: a voice of a service would send the words to its host. A
 * recording comes first. A browser that lets no page sound before a touch stays silent, and the caption is read. `null`: it can do neither.
 */
export function openNarrator(speech: SpeechSynthesis | undefined, player: Player | null): Narrator | null {
  if (!speech && !player) return null;
  const stop = (): void => {
    speech?.cancel();
    player?.pause();
  };
  return {
    say({ narration, caption, audio }, files, language) {
      stop();
      const recording = audio?.[language];
      const url = recording === undefined ? null : fileUrl(files[recording]);
      if (url !== null && player) {
        player.src = url;
        void player.play().catch(() => undefined);
        return;
      }
      const voice = speech && localVoice(speech, language);
      if (!speech || !voice) return;
      const utterance = new SpeechSynthesisUtterance((narration ?? caption)[language]);
      utterance.lang = voice.lang;
      utterance.voice = voice;
      speech.speak(utterance);
    },
    stop,
    isSpeaking: () =>
      speech?.speaking === true || speech?.pending === true || (player !== null && !player.paused && !player.ended),
  };
}

/** A voice of the machine for a language; null: it has none. */
function localVoice(speech: Pick<SpeechSynthesis, 'getVoices'>, language: Language): SpeechSynthesisVoice | null {
  const local = speech.getVoices().filter(({ localService }) => localService);
  const spoken = local.filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === language);
  return spoken.find(({ lang }) => lang.replace('_', '-') === TAGS[language]) ?? spoken[0] ?? null;
}
