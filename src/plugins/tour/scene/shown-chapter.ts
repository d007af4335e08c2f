/** The chapter that a tour shows, null while there is none. */
export interface ShownChapter {
  index: number;
  isPlaying: boolean;
}
