/**
 * Bits of unaligned packed encoding rules (ITU-T X.691, UPER), most significant first: only what an MSD needs. Numbers
 * stay below 2^32 and are therefore exact.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws RangeError when there are no more bits */
  bits(count: number): number {
    if (this.#at + count > this.#bytes.length * 8) throw new RangeError('the message ends too early');
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] as number) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  bool(): boolean {
    return this.bits(1) === 1;
  }

  octets(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.bits(8));
  }

  /** An unconstrained length: one octet below 128, two below 16,384; longer ones are fragmented, no MSD is. */
  length(): number {
    if (!this.bool()) return this.bits(7);
    if (this.bool()) throw new RangeError('a fragmented length does not occur here');
    return this.bits(14);
  }
}

export class BitWriter {
  readonly #bits: number[] = [];

  bits(count: number, value: number): this {
    for (let i = count - 1; i >= 0; i--) this.#bits.push(Math.floor(value / 2 ** i) % 2);
    return this;
  }

  bool(value: boolean): this {
    return this.bits(1, value ? 1 : 0);
  }

  octets(bytes: Uint8Array): this {
    for (const byte of bytes) this.bits(8, byte);
    return this;
  }

  length(value: number): this {
    return value < 128 ? this.bits(8, value) : this.bits(16, 0x8000 + value);
  }

  /** Padded with zeros to whole octets. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    for (const [i, bit] of this.#bits.entries()) bytes[i >> 3] = (bytes[i >> 3] as number) | (bit << (7 - (i & 7)));
    return bytes;
  }
}
