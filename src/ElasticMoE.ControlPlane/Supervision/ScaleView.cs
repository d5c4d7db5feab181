using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.Placement.Control.Settings;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>The autoscaler as people see it.</summary>
internal static class ScaleView
{
    public static AutoscaleReport Of(SupervisorMachine machine)
    {
        ControlState state = machine.State;
        MindSettings now = KnobTable.Read(state.Knobs), otherwise = new(new(), new());
        return new(
            state.IsAutoscalePaused,
            [.. KnobTable.Rows.Select(row => new KnobReport(row.Name, row.Get(now), row.Get(otherwise), row.Unit))],
            [.. state.Seasons.Values.Select(rule => new SeasonReport(rule.Name, rule.Team, rule.Factor, When(rule)))],
            [.. state.Experts.Where(pair => pair.Value.IsHeld).Select(pair => $"{pair.Key}")]);
    }

    /// <summary>One expert, or all of which there is something to say.</summary>
    /// <exception cref="InputException">The model has no such expert.</exception>
    public static IReadOnlyList<ScaleExplanation> Explain(SupervisorMachine machine, ExpertId? expert)
    {
        if (expert is { } one)
            return machine.State.Experts.ContainsKey(one) ? [Explain(machine.Explain(one))] : throw new InputException($"expert {one}", "the model has no such expert", ExitCode.NotFound);
        return [.. machine.State.Experts.Keys.Select(machine.Explain).Where(note => note.Reason.Text.Length > 0 || note.Refused.Length > 0).Select(Explain)];
    }

    private static ScaleExplanation Explain(ScaleNote note)
    {
        string wanted = note.Awake == 0 ? "asleep" : string.Create(CultureInfo.InvariantCulture, $"{note.Awake} awake");
        string why = note.Reason.Text.Length == 0 ? "as it was loaded; nothing has changed it" : $"{note.Reason.Text} (event {note.Reason.Index})";
        string refused = note.Refused.Length == 0 ? "" : $"; {note.Refused}";
        return new($"{note.Expert}", note.IsHeld ? $"{wanted}, held" : wanted, string.Create(CultureInfo.InvariantCulture, $"{why}{refused}; now {note.Load.Fair:0.00} times its fair share, {note.Load.RowsPerS:0.0} rows/s"));
    }

    private static string When(SeasonRule rule)
    {
        string days = rule.Days == 0 ? "daily" : string.Join(',', Enum.GetValues<DayOfWeek>().Where(day => (rule.Days >> (int)day & 1) == 1).Select(day => $"{day}"[..3].ToLowerInvariant()));
        string span = (rule.From, rule.To) is (null, null) ? "" : string.Create(CultureInfo.InvariantCulture, $" from {rule.From:yyyy-MM-dd} to {rule.To:yyyy-MM-dd}");
        return string.Create(CultureInfo.InvariantCulture, $"{days} {Time(rule.BeginMinute)} to {Time(rule.EndMinute)}{span}");
    }

    private static string Time(short minute) => TimeOnly.MinValue.AddMinutes(minute).ToString("HH:mm", CultureInfo.InvariantCulture);
}
