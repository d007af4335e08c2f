/**
 * Networks with dates and floats derived by hand from the definitions, in the notation of construction-network.ts. Each was worked
 * out on paper before the engine ran; where tools differ, the convention is the one that `analyse` states.
 */
export const CPM_CASES: readonly string[] = `
# relations and lags, the first longer than the second
| A4, B3 | A FS-6 B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A FS-4 B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A FS-2 B | A 0-4 tf0 ff0, B 2-5 tf0 ff0
| A4, B3 | A FS B | A 0-4 tf0 ff0, B 4-7 tf0 ff0
| A4, B3 | A FS+2 B | A 0-4 tf0 ff0, B 6-9 tf0 ff0
| A4, B3 | A FS+50% B | A 0-4 tf0 ff0, B 6-9 tf0 ff0
| A4, B3 | A FS-25% B | A 0-4 tf0 ff0, B 3-6 tf0 ff0
| A4, B3 | A SS-2 B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A SS B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A SS+1 B | A 0-4 tf0 ff0, B 1-4 tf0 ff0
| A4, B3 | A SS+4 B | A 0-4 tf0 ff0, B 4-7 tf0 ff0
| A4, B3 | A SS+9 B | A 0-4 tf0 ff0, B 9-12 tf0 ff0
| A4, B3 | A SS+25% B | A 0-4 tf0 ff0, B 1-4 tf0 ff0
| A4, B3 | A FF-2 B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A FF-1 B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A FF B | A 0-4 tf0 ff0, B 1-4 tf0 ff0
| A4, B3 | A FF+1 B | A 0-4 tf0 ff0, B 2-5 tf0 ff0
| A4, B3 | A FF+5 B | A 0-4 tf0 ff0, B 6-9 tf0 ff0
| A4, B3 | A FF+100% B | A 0-4 tf0 ff0, B 5-8 tf0 ff0
| A4, B3 | A SF B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A SF+3 B | A 0-4 tf0 ff0, B 0-3 tf1 ff1
| A4, B3 | A SF+4 B | A 0-4 tf0 ff0, B 1-4 tf0 ff0
| A4, B3 | A SF+8 B | A 0-4 tf0 ff0, B 5-8 tf0 ff0
# the second longer than the first
| A2, B6 | A FS B | A 0-2 tf0 ff0, B 2-8 tf0 ff0
| A2, B6 | A FS+3 B | A 0-2 tf0 ff0, B 5-11 tf0 ff0
| A2, B6 | A FS-1 B | A 0-2 tf0 ff0, B 1-7 tf0 ff0
| A2, B6 | A FS-5 B | A 0-2 tf3 ff3 late 3-5, B 0-6 tf0 ff0
| A2, B6 | A SS B | A 0-2 tf0 ff0, B 0-6 tf0 ff0
| A2, B6 | A SS+1 B | A 0-2 tf0 ff0, B 1-7 tf0 ff0
| A2, B6 | A SS-2 B | A 0-2 tf2 ff2 late 2-4, B 0-6 tf0 ff0
| A2, B6 | A FF B | A 0-2 tf4 ff4 late 4-6, B 0-6 tf0 ff0
| A2, B6 | A FF+1 B | A 0-2 tf3 ff3 late 3-5, B 0-6 tf0 ff0
| A2, B6 | A FF+4 B | A 0-2 tf0 ff0, B 0-6 tf0 ff0
| A2, B6 | A FF+7 B | A 0-2 tf0 ff0, B 3-9 tf0 ff0
| A2, B6 | A SF-3 B | A 0-2 tf4 ff4, B 0-6 tf0 ff0
| A2, B6 | A SF+2 B | A 0-2 tf4 ff4, B 0-6 tf0 ff0
| A2, B6 | A SF+5 B | A 0-2 tf1 ff1 late 1-3, B 0-6 tf0 ff0
| A2, B6 | A SF+6 B | A 0-2 tf0 ff0, B 0-6 tf0 ff0
| A2, B6 | A SF+7 B | A 0-2 tf0 ff0, B 1-7 tf0 ff0
# networks: diamond, ladder, open ends, islands, several links between two, total above free float
| A3, B5, C2, D4 | A FS B, A FS C, B FS D, C FS D | A 0-3 tf0 ff0, B 3-8 tf0 ff0, C 3-5 tf3 ff3 late 6-8, D 8-12 tf0 ff0
| A10, B10 | A SS+2 B, A FF+3 B | A 0-10 tf0 ff0, B 3-13 tf0 ff0
| A10, B10 | A SS+4 B, A FF+3 B | A 0-10 tf0 ff0, B 4-14 tf0 ff0
| A10, B4 | A SS+2 B, A FF+1 B | A 0-10 tf0 ff0, B 7-11 tf0 ff0
| A4, B9 | | A 0-4 tf5 ff5 late 5-9, B 0-9 tf0 ff0
| A4, B2, C9 | A FS B | A 0-4 tf3 ff0 late 3-7, B 4-6 tf3 ff3 late 7-9, C 0-9 tf0
| A2, B2, C2, D9 | A FS B, B FS C | A 0-2 tf3 ff0, B 2-4 tf3 ff0, C 4-6 tf3 ff3, D 0-9 tf0
| A5, B3, C4, D2 | A FS B, A SS+1 C, B FF+2 D, C FS D | A 0-5 tf0 ff0, B 5-8 tf0 ff0, C 1-5 tf3 ff3 late 4-8, D 8-10 tf0 ff0
| A2, B4, C3, D5, E1 | A FS B, A FS C, B FS+1 E, C FS E, D FS E | A 0-2 tf0 ff0, B 2-6 tf0 ff0, C 2-5 tf2 ff2, D 0-5 tf2 ff2, E 7-8 tf0 ff0
| A6, B2, C3 | A FF B, B FS C | A 0-6 tf0 ff0, B 4-6 tf0 ff0, C 6-9 tf0 ff0
| A6, B2, C3 | A SF+8 B, B SS C | A 0-6 tf0 ff0, B 6-8 tf0 ff0, C 6-9 tf0 ff0
| A4, B4, C4 | A FS-2 B, B FS-2 C | A 0-4 tf0 ff0, B 2-6 tf0 ff0, C 4-8 tf0 ff0
| A4, B4, C4 | A SS+2 B, B SS+2 C, A FS C | A 0-4 tf0 ff0, B 2-6 tf0 ff0, C 4-8 tf0 ff0
| A3, B0fm, C4 | A FS B, B FS C | A 0-3 tf0 ff0, B 3-3 tf0 ff0, C 3-7 tf0 ff0
| A0sm, B3, C5, D0fm | A FS B, A FS C, B FS D, C FS D | A 0-0 tf0, B 0-3 tf2 ff2, C 0-5 tf0, D 5-5 tf0
# calendars
| A8@W | | A Mo8-Mo16 tf0 ff0
| A8@W, B8@W | A FS B | A Mo8-Mo16 tf0 ff0, B Tu8-Tu16 tf0
| A40@W, B8@W | A FS B | A Mo8-Fr16 tf0 ff0, B 2Mo8-2Mo16 tf0
| A44@W | | A Mo8-2Mo12
| A4@W, B4@C | A FS B | A Mo8-Mo12 tf0, B Mo12-Mo16 tf0
| A40@W, B10@C | A FS B | A Mo8-Fr16 tf0, B Fr16-Sa2 tf0
| A40@W, B24@C, D8@W | A FS B, B FS D | A Mo8-Fr16 tf0 ff0, B Fr16-Sa16 tf40 ff40 late Su8-2Mo8, D 2Mo8-2Mo16 tf0
| A40@W, B8@S, D8@W | A FS B, B FS D | A Mo8-Fr16 tf0 ff0, B Sa8-Sa16 tf0 ff0, D 2Mo8-2Mo16 tf0
| A48@S, B8@W | A FS B | A Mo8-Sa16 tf0 ff0, B 2Mo8-2Mo16 tf0
| A24@H | | A Mo8-Th16
| A40@H | | A Mo8-2Mo12
| A16@H, B8@W | A FS B | A Mo8-Tu16 tf0 ff0, B We8-We16 tf0
| A16@W, B8@H | A FS B | A Mo8-Tu16 tf8 ff8, B Th8-Th16 tf0
| A4@L, B1@L | A FS B | A Mo8-Mo12 tf0, B Mo13-Mo14 tf0
| A6@L | | A Mo8-Mo15
| A20@C, B8@W | A FS B | A 0-20 tf12 ff12 late 12-Tu8, B Tu8-Tu16 tf0
| A8@W, B0fm@W | A FS B | A Mo8-Mo16, B Mo16-Mo16 tf0
| A8@W, B0sm@W, D8@W | A FS B, B FS D | A Mo8-Mo16 tf0, B Tu8-Tu8 tf0, D Tu8-Tu16 tf0
| A20@C, B0fm@W | A FS B | A 0-20 tf12 ff12, B Tu8-Tu8
| A40@W, B8@W | A FF B | A Mo8-Fr16 tf0, B Fr8-Fr16 tf0
| A8@W, B8@W | A SS B | A Mo8-Mo16 tf0, B Mo8-Mo16 tf0
| A130@C, B8@W | A FF B | A 0-Sa10 tf46 ff46, B Fr8-2Mo8
| A4@C, B8@W, D4@C, F136@C | A FF B, B FS D | A 0-4 tf108 ff12 late Fr12-Fr16, B Mo8-Mo16 tf32 ff0 late Fr8-Fr16, D Mo16-Mo20 tf116
| A4@C, B8@W, D4@C, F136@C | A SF B, B FS D | A 0-4 tf112 ff16 late Fr16-Fr20, B Mo8-Mo16 tf32 ff0, D Mo16-Mo20 tf116
| A4@C, B8@W, F136@C | A FF B | A 0-4 tf108 ff12 late Fr12-Fr16, B Mo8-Mo16 tf32 ff32
due=Sa12 | A4@C, B8@W | A FF B | A 0-4 tf108 late Fr12-Fr16, B Mo8-Mo16 tf32
| A4@C, B8@W !Sa12, F200@C | A FF B | A 0-4 tf108 late Fr12-Fr16, B Mo8-Mo16 tf32, F 0-2Tu8 tf0
| A8@W, B100@C, F232@C | A SS B | A Mo8-Mo16 tf40 ff0 late Fr16-2Mo16, B Mo8-Fr12 tf124
| A8@W[ALAP], B4@C[SNE Sa12], F232@C | A SS B | A Fr15:59-2Mo15:59 ff0, B Sa12-Sa16
| A8@W, B0fm@W[ALAP], D4@C[SNE Sa12], F232@C | A FS B, B FS D | A Mo8-Mo16, B Fr16-Fr16 ff0, D Sa12-Sa16
start=Sa10 | A8@W, B4@C | | A 2Mo8-2Mo16 tf0, B Sa10-Sa14 tf50 ff50
start=We12 | A8@W | | A We12-Th12
# lags on calendars
| A8@W, B8@W | A FS+8 B | A Mo8-Mo16 tf0, B We8-We16 tf0
| A40@W, B8@C | A FS+8 B | A Mo8-Fr16 tf0, B 2Mo16-2Tu0 tf0
lag=successor | A40@W, B8@C | A FS+8 B | A Mo8-Fr16 tf0, B Sa0-Sa8 tf0
lag=elapsed | A40@W, B8@C | A FS+8 B | A Mo8-Fr16 tf0, B Sa0-Sa8 tf0
lag=project calendar=S | A40@W, B8@C | A FS+8 B | A Mo8-Fr16 tf0, B Sa16-Su0 tf0
lag=project calendar=L | A40@W, B8@C | A FS+8 B | A Mo8-Fr16 tf0, B 2Mo16-2Tu0 tf0
| A20@C, B8@W | A FS+8 B | A 0-20 tf4 ff4, B Tu8-Tu16 tf0
lag=successor | A20@C, B8@W | A FS+8 B | A 0-20 tf12 ff12, B We8-We16 tf0
| A40@W, B8@W | A FS+24e B | A Mo8-Fr16 tf0 ff0, B 2Mo8-2Mo16 tf0
| A40@W, B8@W | A FS+72e B | A Mo8-Fr16 tf0 ff0, B 2Tu8-2Tu16 tf0
| A8@W, B8@W | A SS+4 B | A Mo8-Mo16 tf0, B Mo12-Tu12 tf0
| A8@W, B8@W | A SS+8 B | A Mo8-Mo16 tf0, B Tu8-Tu16 tf0
| A40@W, B8@W | A FS-8 B | A Mo8-Fr16 tf0, B Fr8-Fr16 tf0
| A40@W, B8@W | A FS-24e B | A Mo8-Fr16 tf0, B Fr8-Fr16
| A40@W, B8@W | A FS+50e% B | A Mo8-Fr16 tf0, B 2Mo8-2Mo16 tf0
| A40@W, B8@W | A FS+150e% B | A Mo8-Fr16 tf0, B 2Mo8-2Mo16 tf0
| A40@W, B8@W | A FS+180e% B | A Mo8-Fr16 tf0, B 2Tu8-2Tu16 tf0
| A8@W, B0sm@W, D4@C | A FS B, B FS-20% D | A Mo8-Mo16, B Tu8-Tu8, D Tu8-Tu12 tf0
| A40@W, B16@W | A FF+8 B | A Mo8-Fr16 tf0, B Fr8-2Mo16 tf0
| A16@W, B8@W | A FS+50% B | A Mo8-Tu16 tf0, B Th8-Th16 tf0
| A8@W, B8@W | A FS+8@S B | A Mo8-Mo16 tf0, B We8-We16 tf0
| A40@W, B8@W | A FS+8@S B | A Mo8-Fr16 tf0 ff0, B 2Mo8-2Mo16 tf0
| A40@W, B8@W | A FS+16@S B | A Mo8-Fr16 tf0, B 2Tu8-2Tu16 tf0
| A8@H, B8@H | A FS+8 B | A Mo8-Mo16 tf0, B Th8-Th16 tf0
# constraints
| A4, B3[SNE 6] | A FS B | A 0-4 tf2 ff2, B 6-9 tf0
| A4, B3[SNE 2] | A FS B | A 0-4 tf0 ff0, B 4-7 tf0
| A4, B3[SNL 3] | A FS B | A 0-4 tf-1, B 4-7 tf-1 late 3-6
| A4, B3[SNL 9], C12 | A FS B | A 0-4 tf5, B 4-7 tf5 late 9-12
| A4, B3[SO 6] | A FS B | A 0-4 tf2, B 6-9 tf0
| A4, B3[SO 3] | A FS B | A 0-4 tf-1, B 4-7 tf-1
| A4, B3[FNE 9] | A FS B | A 0-4 tf2 ff2, B 6-9 tf0
| A4, B3[FNE 5] | A FS B | A 0-4 tf0, B 4-7 tf0
| A4, B3[FNL 6] | A FS B | A 0-4 tf-1, B 4-7 tf-1 late 3-6
| A4, B3[FO 9] | A FS B | A 0-4 tf2, B 6-9 tf0
| A4, B3[FO 5] | A FS B | A 0-4 tf-2, B 4-7 tf-2 late 2-5
| A4, B3[MS 2] | A FS B | A 0-4 tf-2 ff0, B 2-5 tf0
| A4, B3[MS 8] | A FS B | A 0-4 tf4 ff4, B 8-11 tf0
| A4, B3[MF 5] | A FS B | A 0-4 tf-2, B 2-5 tf0
| A4, B3[MF 12] | A FS B | A 0-4 tf5 ff5, B 9-12 tf0
| A4, B3, C9[ALAP], D1 | A FS B, B FS D, C FS D | A 0-4 tf2, B 4-7 tf2 ff2, C 0-9 tf0 ff0, D 9-10 tf0
| A9, B3[ALAP], D1 | A FS D, B FS D | A 0-9 tf0, B 6-9 tf0 ff0, D 9-10
| A9, B3[ALAP] | | A 0-9 tf0, B 6-9 tf0
| A9, B2[ALAP], C3[ALAP], D1 | A FS D, B FS C, C FS D | B 4-6 tf0 ff0, C 6-9 tf0 ff0, D 9-10 tf0
| A8@W, B8@W[SNE We0] | A FS B | A Mo8-Mo16 tf8 ff8, B We8-We16 tf0
| A8@W, B8@W[FNL Tu12] | A FS B | A Mo8-Mo16 tf-4, B Tu8-Tu16 tf-4 late Mo12-Tu12
due=10 | A4, B3 | A FS B | A 0-4 tf3 ff0 late 3-7, B 4-7 tf3 ff0 late 7-10
due=5 | A4, B3 | A FS B | A 0-4 tf-2, B 4-7 tf-2 late 2-5
| A4 !3, B9 | | A 0-4 tf-1, B 0-9 tf0
| A4 !6, B3, C9 | A FS B | A 0-4 tf2, B 4-7 tf2, C 0-9 tf0
| A4[SNE 1][FNL 8], B9 | | A 1-5 tf3, B 0-9 tf0
# progress
data=5 | A4{0-4}, B3 | A FS B | A 0-4, B 5-8 tf0 ff0
data=2 | A4{0 r2}, B3 | A FS B | A 0-4 tf0, B 4-7 tf0
data=3 | A4{0 r4}, B3 | A FS B | A 0-7 tf0, B 7-10 tf0
data=6 | A4{0-6}, B3{6 r3} | A FS B | A 0-6, B 6-9 tf0
data=4 | A8{0 r4}, B6{2 r5} | A FS B | A 0-8 tf0 ff0, B 2-13 tf0
override data=4 | A8{0 r4}, B6{2 r5} | A FS B | A 0-8 tf1, B 2-9 tf0
data=4 | A8{0 r4}, B6{2-4}, C3 | A FS B, B FS C | A 0-8 tf0, B 2-4, C 4-7 tf1
override data=4 | A8{0 r4}, B6{2-4}, C3 | A FS B, B FS C | A 0-8 tf0, B 2-4, C 4-7 tf1
data=3 | A4{1-3}, B5 | A SS+4 B | A 1-3, B 5-10 tf0
data=3 | A6{1 r4}, B5 | A SS+4 B | A 1-7 tf3, B 5-10 tf0
data=3 | A6{1 r4}, B2 | A FF+1 B | A 1-7 tf0, B 6-8 tf0
data=Tu12 | A16@W{Mo8 r8}, B8@W | A FS B | A Mo8-We12 tf0, B We12-Th12 tf0
data=Mo16 | A16@W{Mo8 r8}, B8@W | A FS B | A Mo8-Tu16 tf0, B We8-We16 tf0
data=Sa12 | A8@W{Mo8-Mo16}, B8@W, D8@C | A FS B | B 2Mo8-2Mo16 tf0, D Sa12-Sa20 tf44 ff44
data=2 | A4{0 r2}, B3[SNE 8] | A FS B | A 0-4 tf4 ff4, B 8-11 tf0
data=2 | A4{0 r0}, B3 | A FS B | A 0-2 tf0, B 2-5 tf0
data=6 | A4, B3{1-3} | A FS B | A 6-10 tf0, B 1-3
`
  .split('\n')
  .filter((line) => line.includes('|'));
