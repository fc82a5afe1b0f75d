/**
 * Pod address blocks: block N is a /24. The first 256 are 10.244.N.0/24, as kubeadm's default 10.244.0.0/16 has them; a larger cluster goes
 * on through 10.255 and then from 10.128, as if its cluster CIDR were 10.128.0.0/9.
 */
const firstOctet = 244
const wrapOctet = 128
const blocksBeforeWrap = (256 - firstOctet) * 256
export const podCidrBlocks = 128 * 256

/** Text of a block. */
export function podCidr(block: number): string {
  const third = block & 255
  const second = block < blocksBeforeWrap ? firstOctet + (block >> 8) : wrapOctet + ((block - blocksBeforeWrap) >> 8)
  return `10.${second}.${third}.0/24`
}

/** Block of a text; -1: none of ours. */
export function blockOfCidr(cidr: string | undefined): number {
  if (cidr === undefined) return -1
  const match = /^10\.(\d+)\.(\d+)\.0\/24$/.exec(cidr)
  if (match === null) return -1
  const second = Number(match[1])
  if (second < wrapOctet) return -1
  const high = second >= firstOctet ? second - firstOctet : second - wrapOctet + 256 - firstOctet
  return high * 256 + Number(match[2])
}
