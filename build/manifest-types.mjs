// node manifest-types.mjs FILE.yaml: writes a TypeScript program that holds each object of the file as a literal of its type in the Kubernetes
// client, so that the compiler finds unknown and missing fields. Kinds the client doesn't have (custom resources) are left out, and counted.
import { readFileSync } from 'node:fs';
import yaml from 'js-yaml';

const groups = { 'v1': 'V1', 'apps/v1': 'V1', 'batch/v1': 'V1', 'policy/v1': 'V1', 'networking.k8s.io/v1': 'V1', 'rbac.authorization.k8s.io/v1': 'V1', 'autoscaling/v2': 'V2', 'apiextensions.k8s.io/v1': 'V1' };

// The client renames what its language can't have as a field's name. What stands under `properties` are names of the resource's own.
const renamed = {
  NetworkPolicy: key => (key === 'from' ? '_from' : key),
  CustomResourceDefinition: key => (['default', 'enum'].includes(key) ? `_${key}` : key.startsWith('x-kubernetes-') ? key.replaceAll('-', '_') : key),
};
function rename(value, name, isOwn = false) {
  if (Array.isArray(value)) return value.map(one => rename(one, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [isOwn ? key : name(key), rename(inner, name, !isOwn && key === 'properties')]));
}

const lines = ["import type * as k8s from '@kubernetes/client-node';"];
let custom = 0, typed = 0;
for (const object of yaml.loadAll(readFileSync(process.argv[2], 'utf8'), null, { schema: yaml.DEFAULT_SCHEMA })) {
  if (!object) continue;
  const prefix = groups[object.apiVersion];
  if (!prefix) {
    if (!['monitoring.coreos.com/v1', 'emoe.dev/v1alpha1'].includes(object.apiVersion)) throw new Error(`no such API: ${object.apiVersion} ${object.kind}`);
    custom++;
    continue;
  }
  typed++;
  lines.push(`export const object${typed}: k8s.${prefix}${object.kind} = ${JSON.stringify(rename(object, renamed[object.kind] ?? (key => key)), null, 1)};`);
}
if (typed === 0) throw new Error('no objects');
lines.push(`// ${typed} objects, ${custom} custom resources`);
console.log(lines.join('\n'));
