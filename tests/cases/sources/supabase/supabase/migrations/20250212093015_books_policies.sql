create policy "anyone reads" on public.books for select using (true);
