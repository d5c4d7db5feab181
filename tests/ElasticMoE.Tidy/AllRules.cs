using ElasticMoE.Tidy.Rules;

namespace ElasticMoE.Tidy;

/// <summary>Every rule, by name.</summary>
internal static class AllRules
{
    private static readonly Dictionary<string, Rule> Rules = typeof(AllRules).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract)
        .Select(type => (Rule)Activator.CreateInstance(type)!)
        .ToDictionary(rule => rule.Name);

    public static IEnumerable<string> Names => Rules.Keys.Order(StringComparer.Ordinal);

    public static Rule Get(string name) => Rules[name];
}
