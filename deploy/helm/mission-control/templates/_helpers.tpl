{{- define "mission-control.name" -}}
{{- if contains "mission-control" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-mission-control" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "mission-control.selector" -}}
app.kubernetes.io/name: mission-control
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "mission-control.labels" -}}
{{ include "mission-control.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* A container of the image, up to where serve, worker and migrate differ. */}}
{{- define "mission-control.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ with .Values.image.digest }}@{{ . }}{{ end }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
envFrom:
  - configMapRef:
      name: {{ include "mission-control.name" . }}
env:
  # By init containers, before anything starts: a long migration must not look like a dead server.
  - name: DB_AUTO_MIGRATE
    value: "false"
  {{- range list "DATABASE_URL" "LOCAL_AUTH_TOKEN" "SECRET_KEY" }}
  - name: {{ . }}
    valueFrom:
      secretKeyRef:
        name: {{ $.Values.secretName }}
        key: {{ . }}
  {{- end }}
  - name: RATE_LIMIT_REDIS_URL
    valueFrom:
      secretKeyRef:
        name: {{ .Values.secretName }}
        key: RATE_LIMIT_REDIS_URL
        optional: {{ ne (index .Values.config "RATE_LIMIT_BACKEND" | default "memory") "redis" }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: data
    mountPath: /data
  - name: tmp
    mountPath: /tmp
{{- end -}}

{{/* A pod, around the containers: called with a list of the root, the values of the part, and its name. */}}
{{- define "mission-control.pod" -}}
{{- $root := index . 0 -}}
{{- $part := index . 1 -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
initContainers:
  - name: migrate
    args: [migrate]
    {{- include "mission-control.container" $root | nindent 4 }}
    resources:
      {{- toYaml $part.resources | nindent 6 }}
volumes:
  # Nothing in them has to last: data and secrets are in PostgreSQL and in the Secret.
  - name: data
    emptyDir: {}
  - name: tmp
    emptyDir: {}
{{- with $part.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $part.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $part.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Changed settings have to reach pods that run already. */}}
{{- define "mission-control.podAnnotations" -}}
checksum/config: {{ toJson .Values.config | sha256sum }}
{{- with .Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end -}}
