using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Node.Reports;
using ElasticMoE.Placement.Balancing;

namespace ElasticMoE.Node.Planning;

/// <summary>Plans the cases of a file with reference placements and compares.</summary>
internal static class PlacementVerification
{
    /// <summary>The reference's figures have six digits.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Experts of a layer up to which the plan has to be the best.</summary>
    private const int ExactExpertsMax = 16;

    /// <summary>A report for each case and policy.</summary>
    /// <exception cref="InputException">The file can't be read or has another layout.</exception>
    public static List<PlacementCaseReport> Run(string file)
    {
        List<PlacementCase?> cases = Read(file);
        var reports = new List<PlacementCaseReport>();
        for (int i = 0; i < cases.Count; i++)
        {
            PlacementCase entry = cases[i] ?? throw new InputException($"{file}: case {i}", "is null");
            SlotProblem[] layers = entry.Layers($"{file}: case {i}");
            reports.AddRange(new[] { BalancePolicy.Hierarchical, BalancePolicy.Global }.Select(policy => Compare(entry.Name!, layers, policy, entry.Reference(policy))));
        }
        return reports;
    }

    private static PlacementCaseReport Compare(string name, SlotProblem[] layers, BalancePolicy policy, double[] reference)
    {
        SlotPlan[] plans = [.. layers.Select(layer => SlotBalancer.Plan(layer, policy))];
        double[] greedy = [.. layers.Select(layer => SlotBalancer.Greedy(layer, policy).Balancedness)];
        string[] faults = [.. Enumerable.Range(0, layers.Length).SelectMany(layer => Faults(layers[layer], plans[layer], greedy[layer], reference[layer]).Select(fault => $"layer {layer}: {fault}"))];
        return new PlacementCaseReport
        {
            Name = name,
            Policy = policy == BalancePolicy.Global ? "global" : "hierarchical",
            Holds = faults.Length == 0,
            Balancedness = Rounded(plans.Select(plan => plan.Balancedness)),
            UpperBound = Rounded(plans.Select(plan => plan.UpperBound)),
            Gap = Rounded(plans.Select(plan => plan.Gap)),
            Reference = reference,
            Greedy = Rounded(greedy),
            Faults = faults,
        };
    }

    private static IEnumerable<string> Faults(SlotProblem layer, SlotPlan plan, double greedy, double reference)
    {
        if (plan.Balancedness < reference - Tolerance)
            yield return $"{plan.Balancedness:F6} is below the reference's {reference:F6}";
        if (Math.Abs(greedy - reference) > Tolerance)
            yield return $"the greedy plan has {greedy:F6}, the reference {reference:F6}";
        if (layer.Load.Count <= ExactExpertsMax && !plan.IsOptimal)
            yield return $"{plan.Balancedness:F6} isn't known to be the best; the bound is {plan.UpperBound:F6}";
    }

    private static double[] Rounded(IEnumerable<double> values) => [.. values.Select(value => Math.Round(value, 6))];

    private static List<PlacementCase?> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(InputFile.ReadDocument(file).Span, PlacementJson.Default.ListPlacementCase) ?? throw new InputException(file, "is null");
        }
        catch (JsonException broken)
        {
            throw new InputException(file, broken.Message, inner: broken);
        }
    }
}
