/** Names of the fields that `readInp` gives to pipes; metres and millimetres whatever the file's units. */
export const INP_PIPE_FIELDS = {
  diameter: 'diameter',
  boxWidth: 'boxWidth',
  boxHeight: 'boxHeight',
  upstreamInvert: 'upstreamInvert',
  downstreamInvert: 'downstreamInvert',
} as const;
