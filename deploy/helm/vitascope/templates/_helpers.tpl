{{- define "vitascope.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "vitascope.labels" -}}
app.kubernetes.io/name: vitascope
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "vitascope.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "vitascope.publicUrl" -}}
{{- if .Values.publicUrl -}}
{{- .Values.publicUrl -}}
{{- else if .Values.ingress.enabled -}}
{{- ternary "https" "http" (not (empty .Values.ingress.tlsSecret)) }}://{{ .Values.ingress.host -}}
{{- else -}}
{{- fail "Set publicUrl, such as https://video.example: links to videos begin with it. Only with ingress.enabled is it known." -}}
{{- end -}}
{{- end }}

{{- define "vitascope.environment" -}}
envFrom:
  - secretRef:
      name: {{ .Values.existingSecret }}
env:
  - name: VITASCOPE_STORAGE_URL
    value: {{ required "Set storage.url: API nodes and workers share their files there." .Values.storage.url | quote }}
  {{- with .Values.storage.endpoint }}
  - name: VITASCOPE_STORAGE_ENDPOINT
    value: {{ . | quote }}
  {{- end }}
  - name: VITASCOPE_PUBLIC_URL
    value: {{ include "vitascope.publicUrl" . | quote }}
  {{- range $name, $value := .Values.env }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
{{- end }}

{{- define "vitascope.security" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: data
    mountPath: /data
  - name: cache
    mountPath: /var/cache/vitascope
  - name: tmp
    mountPath: /tmp
{{- end }}

{{- define "vitascope.pod" -}}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
volumes:
  - name: data
    emptyDir: {}
  - name: cache
    emptyDir: {}
  - name: tmp
    emptyDir: {}
# The root file system is read-only: kernels that the image compiled are copied to where others may be added.
initContainers:
  - name: kernels
    image: {{ include "vitascope.image" . | quote }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    command: [cp, -rT, /var/cache/vitascope, /cache]
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    volumeMounts:
      - name: cache
        mountPath: /cache
    resources:
      {{- toYaml .Values.api.resources | nindent 6 }}
{{- end }}
