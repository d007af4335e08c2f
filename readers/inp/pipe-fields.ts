/** Names of the fields that `readInp` gives to pipes; metres and millimetres whatever the file's units. */
export const INP_PIPE_FIELDS = {
  diameter: 'diameter',
  boxWidth: 'boxWidth',
  boxHeight: 'boxHeight',
  upstreamInvert: 'upstreamInvert',
  downstreamInvert: 'downstreamInvert',
} as const;

/** EPANET's pipes are round and have no inverts: they run full, at whatever depth. */
export const EPANET_PIPE_FIELDS = { diameter: INP_PIPE_FIELDS.diameter } as const;
