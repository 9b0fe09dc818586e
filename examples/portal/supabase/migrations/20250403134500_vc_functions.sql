CREATE OR REPLACE FUNCTION public.vc_is_valid(credential public.vc_credentials)
RETURNS boolean
LANGUAGE sql
STABLE
RETURN credential.status = 'issued' AND (credential.expires_at IS NULL OR credential.expires_at > now());

COMMENT ON FUNCTION public.vc_is_valid(public.vc_credentials) IS 'Neither suspended nor revoked nor expired.';

CREATE OR REPLACE FUNCTION public.revoke_credential(credential uuid, reason text)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = ''
AS $function$
BEGIN
  IF NOT public.authorize('credentials.revoke') THEN
    RAISE EXCEPTION 'not allowed to revoke credentials' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.vc_credentials SET status = 'revoked' WHERE id = credential AND status <> 'revoked';
  INSERT INTO public.vc_revocations (credential_id, reason, revoked_by)
  VALUES (credential, reason, auth.uid())
  ON CONFLICT (credential_id) DO NOTHING;
END;
$function$;

-- Called every night: expired credentials stop to be offered.
CREATE OR REPLACE PROCEDURE private.suspend_expired_credentials(batch_size integer DEFAULT 1000)
LANGUAGE plpgsql
SET search_path = ''
AS $procedure$
BEGIN
  UPDATE public.vc_credentials
  SET status = 'suspended'
  WHERE id IN (
    SELECT id FROM public.vc_credentials
    WHERE status = 'issued' AND expires_at <= now()
    ORDER BY expires_at
    LIMIT batch_size
  );
END;
$procedure$;

COMMENT ON PROCEDURE private.suspend_expired_credentials(integer) IS
  'Suspends expired credentials, at most batch_size in one call.';

CREATE FUNCTION private.keep_claim_names()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
  NEW.claim_names := ARRAY(SELECT jsonb_object_keys(NEW.claims) ORDER BY 1);
  RETURN NEW;
END;
$$;

CREATE TRIGGER vc_credentials_keep_claim_names
  BEFORE INSERT OR UPDATE OF claims ON public.vc_credentials
  FOR EACH ROW EXECUTE FUNCTION private.keep_claim_names();

REVOKE EXECUTE ON FUNCTION public.revoke_credential(uuid, text) FROM PUBLIC, anon;
GRANT EXECUTE ON FUNCTION public.revoke_credential(uuid, text) TO authenticated;
