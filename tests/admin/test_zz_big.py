import time
from tests.admin.wire import *
class Big(FromTextTestCase):
    def test_big(self):
        p="Larkmoor said on %d that it expects revenue of %d million and many other things to happen in the year.\n\n"
        t=TEXT.replace("About Larkmoor\n", "".join(p%(i,i) for i in range(4500))+"About Larkmoor\n",1)
        print(len(t)); a=time.time(); import cProfile,pstats; pr=cProfile.Profile(); pr.enable(); page=give(self.client,t); pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(45); print('give',time.time()-a, page.status_code, len(page.content), page.context['form'].errors if 'form' in page.context else '')
        a=time.time(); r=save(self.client,page); print('save',time.time()-a, r.status_code, len(r.redirect_chain))
