using ElasticMoE.Model.Templates.Checks;
using ElasticMoE.Model.Templates.Filters;
using ElasticMoE.Model.Templates.Globals;
using ElasticMoE.Model.Templates.Runtime;

namespace ElasticMoE.Model.Templates;

/// <summary>The built-in names every template has.</summary>
internal static class StandardLibrary
{
    public static readonly Library Instance = new(FilterTable.Build(), CheckTable.Build(), GlobalTable.Build());
}
