import { BinaryReader } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { crc32c, scalarsRecord, versionRecord } from '../../src/training/tensorboard.ts';

describe('an event file', () => {
  it('uses the Castagnoli sum: the check value of the CRC catalogues', () => {
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });

  it('frames each message with its length and two sums', () => {
    const record = versionRecord(1.5);
    const view = new DataView(record.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(record.length).toBe(length + 16);
    const unmask = (sum: number): number => {
      const rotated = (sum - 0xa282ead8) >>> 0;
      return ((rotated >>> 17) | (rotated << 15)) >>> 0;
    };
    expect(unmask(view.getUint32(8, true))).toBe(crc32c(record.subarray(0, 8)));
    expect(unmask(view.getUint32(12 + length, true))).toBe(crc32c(record.subarray(12, 12 + length)));
    expect(new TextDecoder().decode(record)).toContain('brain.Event:2');
  });

  it('holds time, step and tagged values', () => {
    const record = scalarsRecord(2.25, 300, [
      { tag: 'loss/train', value: 0.5 },
      { tag: 'error/test', value: 2 },
    ]);
    const reader = new BinaryReader(record.subarray(12, -4));
    const scalars: [string, number][] = [];
    let [time, step] = [0, 0];
    while (reader.pos < reader.len) {
      const [field] = reader.tag();
      if (field === 1) time = reader.double();
      else if (field === 2) step = Number(reader.int64());
      else {
        const summary = new BinaryReader(reader.bytes());
        while (summary.pos < summary.len) {
          summary.tag();
          const value = new BinaryReader(summary.bytes());
          value.tag();
          const tag = value.string();
          value.tag();
          scalars.push([tag, value.float()]);
        }
      }
    }
    expect({ time, step, scalars }).toEqual({
      time: 2.25,
      step: 300,
      scalars: [
        ['loss/train', 0.5],
        ['error/test', 2],
      ],
    });
  });
});
